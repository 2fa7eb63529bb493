import { call, path } from './api.js';
import { gateway, whenLive } from './connection.js';
import { session } from './session.js';
const { shallowReactive, watch } = window.Vue;

const PAGE = 50;

/**
 * The rooms that this window has seen, by id: {room_id, name?, owner_id?, open?, count, members, has_more}. A room for the moment
 * is `passing`: nothing of it is kept. One in which the user is not is `outside`: the code that said so.
 */
export const rooms = shallowReactive(new Map());

export const isRoom = id => id.startsWith('r:');
export const roomOf = id => id.slice(2);
export const conversationIn = room_id => `r:${room_id}`;

const enc = encodeURIComponent;
const asked = request => request.catch(fault => { throw Object.assign(fault, { code: fault.code ?? 0 }); }); // 0: nobody answered

const membersOf = (room_id, after) => asked(gateway.request('/api/room/members', { room_id, limit: PAGE, ...after && { after } }));

/** What the room is, and its first members. */
export async function readRoom(room_id) {
  const known = rooms.get(room_id);
  if (known?.passing) return void rooms.set(room_id, { ...known, ...await membersOf(room_id) });
  try {
    rooms.set(room_id, await call('GET', path(`/api/v1/rooms/${enc(room_id)}`, { limit: PAGE })));
  } catch (refusal) {
    if (![403, 404].includes(refusal.code)) throw refusal;
    rooms.set(room_id, { room_id, outside: refusal.code, members: [] });
  }
}

/** The next members, by name. */
export async function readMembers(room_id) {
  const room = rooms.get(room_id), page = await membersOf(room_id, room.members.at(-1));
  rooms.set(room_id, { ...room, ...page, members: [...room.members, ...page.members] });
}

export async function makeRoom(room_id, name, open) {
  await call('POST', '/api/v1/rooms', { room_id, open, members: [], ...name && { name } });
  await readRoom(room_id);
}

/** Joins an open room; one that does not exist is made for the moment, and is gone with the last who leaves it. */
export async function joinRoom(room_id) {
  await asked(gateway.request('/api/room/join', { room_id }));
  await readRoom(room_id);
  if (rooms.get(room_id).outside === 404) rooms.set(room_id, { room_id, passing: true, members: [] });
}

export async function leaveRoom(room_id) {
  await asked(gateway.request('/api/room/leave', { room_id }));
  rooms.delete(room_id);
}

export async function addMember(room_id, user) {
  await call('PUT', `/api/v1/rooms/${enc(room_id)}/members/${enc(user)}`);
  await readRoom(room_id);
}

export async function removeMember(room_id, user) {
  await call('DELETE', `/api/v1/rooms/${enc(room_id)}/members/${enc(user)}`);
  await readRoom(room_id);
}

// Who is in a room for the moment is a connection: a new one has to come in again.
whenLive(() => {
  for (const { room_id, passing } of rooms.values()) if (passing) gateway.request('/api/room/join', { room_id }).catch(() => {});
});
watch(() => session.value?.user_id, () => rooms.clear());
