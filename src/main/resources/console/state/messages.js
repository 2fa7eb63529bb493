import { call, path } from './api.js';
import { gateway, whenLive } from './connection.js';
import { conversationIn, isRoom, roomOf, rooms } from './rooms.js';
import { session } from './session.js';
const { shallowReactive, computed, ref, watch } = window.Vue;

const PAGE = 50, MOST = 200;
const me = () => session.value?.user_id;

/** The user's conversations by id: {conversation_id, last_message, read_seq, unread}. */
export const conversations = shallowReactive(new Map());
/** What this page knows of each conversation, oldest first: messages as pushed, after them what is not accepted yet. */
export const threads = shallowReactive(new Map());
/** Whether a conversation has messages older than those known here. */
export const older = shallowReactive(new Map());
/** The conversations that are read at some place in the past: what comes now joins them once they are read up to it. */
export const past = shallowReactive(new Set());
/** How far the other has come with what was written to them: {delivered, read}, by conversation. */
const receipts = shallowReactive(new Map());
const expired = shallowReactive(new Set());
/** Why the conversations could not be read, or null. */
export const unlisted = ref(null);
/** Which conversation is looked at; null for none. */
export const looked = ref(null);

const isPassing = id => isRoom(id) && rooms.get(roomOf(id))?.passing;

export const newestFirst = computed(() => [...conversations.values()].sort((a, b) => b.last_message.timestamp - a.last_message.timestamp));
export const unread = computed(() => [...conversations.values()].reduce((sum, { unread: n }) => sum + n, 0));

export const conversationWith = user => ['u', ...[me(), user].sort()].join(':');
/** What a conversation is called: the other's name, or the room's. */
export const titleOf = id => isRoom(id) ? rooms.get(roomOf(id))?.name ?? roomOf(id) : other(id);
export const other = id => id.split(':').slice(1).find(user => user !== me()) ?? me();
export const textOf = ({ type, content }) => type === 'text' && typeof content === 'string' ? content : JSON.stringify(content);
export const isOwn = message => message.sender_id === me();

/** What became of an own message: sending, refused, expired, sent, delivered or read. */
export function stateOf(message) {
  if (message.state) return message.state;
  if (expired.has(message.msg_id)) return 'expired';
  const { delivered = 0, read = 0 } = receipts.get(message.conversation_id) ?? {};
  return message.seq <= read ? 'read' : message.seq <= delivered ? 'delivered' : 'sent';
}

const inOrder = (a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || 0; // in a room for the moment nothing is numbered
const key = message => message.msg_id ?? `?${message.client_msg_id}`;

/** The same message may come twice, and under another number of the inbox: its msg_id tells. */
function merge(id, added) {
  const known = new Map([...threads.get(id) ?? [], ...added].map(message => [key(message), message]));
  for (const message of added) if (message.msg_id && isOwn(message)) known.delete(`?${message.client_msg_id}`);
  threads.set(id, [...known.values()].sort(inOrder));
}

function take(message) {
  const id = message.conversation_id, known = conversations.get(id);
  // What has no number is kept nowhere else
  if ((threads.has(id) || !message.seq) && !past.has(id)) merge(id, [message]);
  if (known && known.last_message.seq >= message.seq) return;
  conversations.set(id, { read_seq: 0, ...known, conversation_id: id, last_message: message, unread: (known?.unread ?? 0) + (isOwn(message) ? 0 : 1) });
  markRead(id);
}

/** What is looked at is read, once the window is in sight. */
export async function markRead(id) {
  const known = conversations.get(id);
  if (!known?.unread || looked.value !== id || document.hidden || past.has(id)) return;
  const seq = known.last_message.seq;
  conversations.set(id, { ...known, unread: 0, read_seq: seq });
  if (seq === undefined) return; // in a room for the moment nothing is numbered
  await gateway.request('/api/message/read', { conversation_id: id, seq }).catch(() => {}); // the next message, or connection, tells again
}

/** Another window of this user has read it. */
function readElsewhere(id, seq) {
  const known = conversations.get(id);
  if (!known || seq <= known.read_seq) return;
  if (seq < known.last_message.seq) readConversations();
  else conversations.set(id, { ...known, unread: 0, read_seq: seq });
}

/** Sends a text into a conversation; it is shown at once, and takes its place when it comes back with its number. */
export async function send(conversation_id, text) {
  if (past.has(conversation_id)) await readPresent(conversation_id);
  const client_msg_id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const draft = { conversation_id, client_msg_id, sender_id: me(), type: 'text', content: text, timestamp: Date.now(), state: 'sending' };
  merge(conversation_id, [draft]);
  const settle = change => {
    if (threads.get(conversation_id)?.some(message => key(message) === key(draft))) merge(conversation_id, [{ ...draft, ...change }]);
  };
  const target = isRoom(conversation_id) ? { room_id: roomOf(conversation_id) } : { to: other(conversation_id) };
  await gateway.send({ ...target, type: 'text', content: text, client_msg_id }).then(() => settle({ state: 'sent' }), fault => settle({ state: 'refused', why: fault.message }));
}

const history = (id, query) => call('GET', path(`/api/v1/conversations/${encodeURIComponent(id)}/messages`, { ...query, limit: PAGE }));

/** The newest messages of a conversation; or those before the oldest known here. */
export async function readThread(id, before) {
  const page = await history(id, { before });
  merge(id, page.messages);
  older.set(id, page.has_more);
}

/** The messages around a place in the past, in the middle of them, unless it is among those known here. */
export async function readAround(id, seq) {
  if (threads.get(id)?.some(message => message.seq === seq)) return;
  const page = await history(id, { before: seq + PAGE / 2 });
  threads.delete(id);
  past.add(id);
  merge(id, page.messages);
  older.set(id, page.has_more);
  if (!page.messages.length || page.messages[0].seq < seq + PAGE / 2 - 1) await readNewer(id);
}

/** The messages after the newest known here; with the last of them the present is reached. */
export async function readNewer(id) {
  const page = await history(id, { after: threads.get(id)?.at(-1)?.seq ?? 0 });
  merge(id, page.messages);
  if (page.has_more) return;
  past.delete(id);
  merge(id, (await history(id)).messages); // what came meanwhile
  markRead(id);
}

/** Leaves the past for the newest messages. */
export async function readPresent(id) {
  threads.delete(id);
  past.delete(id);
  await readThread(id);
  markRead(id);
}

/** Leaves nothing of a conversation that is over, such as that of a room for the moment. */
export function forget(id) {
  for (const known of [conversations, threads, older, past]) known.delete(id);
}

export const firstSeq = id => threads.get(id)?.[0]?.seq;

/** What became of a message: {verdict, state, events}. */
export const trace = msg_id => call('GET', `/api/v1/messages/${encodeURIComponent(msg_id)}/trace`);

export async function readConversations() {
  try {
    const page = await call('GET', path('/api/v1/conversations', { limit: MOST }));
    for (const conversation of page.conversations) conversations.set(conversation.conversation_id, conversation);
    unlisted.value = null;
    if (looked.value && !past.has(looked.value) && !isPassing(looked.value)) await readThread(looked.value);
    if (looked.value) markRead(looked.value);
  } catch (refusal) {
    unlisted.value = refusal;
  }
}

gateway.on('/push/message', take);
gateway.on('/push/room', message => take({ conversation_id: conversationIn(message.room_id), ...message }));
// What lay in the inbox is kept no more: the history has it.
gateway.on('/push/inbox/reset', () => { threads.clear(); past.clear(); readConversations(); });
gateway.on('/push/message/receipt', ({ conversation_id, user_id, delivered_seq = 0, read_seq = 0, msg_id, status }) => {
  if (status === 'expired') expired.add(msg_id);
  if (!conversation_id) return;
  if (user_id === me()) return readElsewhere(conversation_id, read_seq);
  const { delivered = 0, read = 0 } = receipts.get(conversation_id) ?? {};
  receipts.set(conversation_id, { delivered: Math.max(delivered, delivered_seq, read_seq), read: Math.max(read, read_seq) });
});
whenLive(readConversations);
document.addEventListener('visibilitychange', () => { if (looked.value) markRead(looked.value); });
watch(() => session.value?.user_id, () => { for (const known of [conversations, threads, older, past, receipts, expired]) known.clear(); looked.value = null; });
