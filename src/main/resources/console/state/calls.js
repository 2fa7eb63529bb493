import { call, path } from './api.js';
import { gateway, whenLive } from './connection.js';
import { say } from './locale.js';
import { notify } from './notices.js';
import { session } from './session.js';
import { hush, ring as sound } from './tone.js';
const { shallowReactive, computed, watch } = window.Vue;

const PAGE = 50;
const OVER = new Set(['cancelled', 'rejected', 'hangup', 'timeout', 'error']);

/** The calls that ring here or that this page takes part in, by call_id: {call_id, device_id, role, state, since, expires_at?, answered_by?}. */
const live = shallowReactive(new Map());
/** Calls as REST shows them, by call_id. */
const records = shallowReactive(new Map());

/** Those that wait for an answer from here, the first to come first; those that this page rang or answered. */
export const incoming = computed(() => [...live.values()].filter(({ role, state }) => role === 'callee' && state !== 'connected'));
export const under = computed(() => [...live.values()].filter(({ role, state }) => role === 'caller' || state === 'connected'));
export const past = computed(() => [...records.values()].sort((a, b) => b.created_at - a.created_at));

const one = id => `/api/v1/calls/${encodeURIComponent(id)}`;
const isOver = ({ state }) => state === 'ended';

function change(call_id, fields) { live.set(call_id, { ...live.get(call_id), ...fields, call_id }); }

/** Rings from a door: `whom` is {resident_id}, {household_number}, {phone}, or nothing for everyone linked. */
export async function ring(device_id, whom) {
  const { call_id, timestamp } = await gateway.request('/api/call/initiate', { device_id, ...whom, request_id: crypto.randomUUID() });
  change(call_id, { device_id, role: 'caller', state: 'initiated', since: timestamp });
  await look(call_id);
  return call_id;
}

/** Answers or rejects what rings here. */
export async function reply({ call_id }, action) {
  change(call_id, { answering: action === 'answered' });
  await call('POST', `${one(call_id)}/callee-actions`, { action, timestamp: Date.now() });
  if (action === 'rejected') live.delete(call_id);
  else if (live.has(call_id)) connected(live.get(call_id), session.value.user_id, Date.now());
}

/** Ends a call from the side on which this page is. */
export async function hangUp({ call_id, role, state }) {
  const action = role === 'caller' && state !== 'connected' ? 'cancelled' : 'hangup';
  await call('POST', `${one(call_id)}/${role}-actions`, { action, timestamp: Date.now() });
  live.delete(call_id);
  refresh(call_id);
}

/** Reads one call with its events. What it says of a live one counts, whatever was or was not pushed. */
export async function look(call_id) {
  const found = await call('GET', one(call_id));
  records.set(call_id, found);
  const known = live.get(call_id);
  if (known && isOver(found)) end(known, found.end_reason);
  else if (known && found.state === 'connected') connected(known, found.answered_by, found.answered_at);
  else if (known) change(call_id, { state: found.state });
  return found;
}

/** Reads a page of past calls; `to` is the time of the last one seen. Answers it. */
export async function read({ device_id, to } = {}) {
  const page = await call('GET', path('/api/v1/calls', { device_id, to, limit: PAGE }));
  for (const found of page.calls) records.set(found.call_id, { ...records.get(found.call_id), ...found });
  return page;
}

function connected(known, resident, at) {
  // Another window of the same resident may have been quicker
  if (known.role === 'callee' && !(known.answering && resident === session.value.user_id)) return end(known, 'answered_elsewhere');
  if (known.state === 'connected') return;
  change(known.call_id, { state: 'connected', answered_by: resident, since: at });
}

function end({ call_id }, reason) {
  if (live.delete(call_id)) notify({ text: say(`end.${reason}`) });
}

const refresh = call_id => look(call_id).catch(refusal => console.warn(`call ${call_id}: ${refusal.message}`));

gateway.on('/push/call/incoming', ({ call_id, device_id, timestamp, expires_at }) => {
  if (live.has(call_id)) return;
  change(call_id, { device_id, role: 'callee', state: 'initiated', since: timestamp, expires_at });
  gateway.request('/api/call/action', { call_id, action: 'ringing', timestamp: Date.now() }).catch(() => refresh(call_id));
});
gateway.on('/push/call/control', ({ call_id, action, reason, resident_id, timestamp }) => {
  const known = live.get(call_id);
  if (known && action === 'answered') connected(known, resident_id, timestamp);
  // One who rejects is out; whether the call is over by that, only the call itself says
  else if (known && OVER.has(action) && action !== 'rejected') end(known, reason ?? action);
  if (known || records.has(call_id)) refresh(call_id);
});

// A push that was missed, on either side of a break
whenLive(() => { for (const call_id of live.keys()) refresh(call_id); });
setInterval(() => {
  for (const { call_id, expires_at } of incoming.value) if (expires_at && Date.now() > expires_at + 2000) refresh(call_id);
}, 2000);
watch(() => incoming.value.length > 0, rings => { rings ? sound() : hush(); });
watch(() => session.value?.user_id, () => { live.clear(); records.clear(); });
