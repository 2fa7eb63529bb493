import { call, path } from './api.js';
import { gateway, whenLive } from './connection.js';
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
/** How far the other has come with what was written to them: {delivered, read}, by conversation. */
const receipts = shallowReactive(new Map());
const expired = shallowReactive(new Set());
/** Why the conversations could not be read, or null. */
export const unlisted = ref(null);
/** Which conversation is looked at; null for none. */
export const looked = ref(null);

export const newestFirst = computed(() => [...conversations.values()].sort((a, b) => b.last_message.timestamp - a.last_message.timestamp));
export const unread = computed(() => [...conversations.values()].reduce((sum, { unread: n }) => sum + n, 0));

export const conversationWith = user => ['u', ...[me(), user].sort()].join(':');
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

const key = message => message.msg_id ?? `?${message.client_msg_id}`;

/** The same message may come twice, and under another number of the inbox: its msg_id tells. */
function merge(id, added) {
  const known = new Map([...threads.get(id) ?? [], ...added].map(message => [key(message), message]));
  for (const message of added) if (message.msg_id && isOwn(message)) known.delete(`?${message.client_msg_id}`);
  threads.set(id, [...known.values()].sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || 0));
}

function take(message) {
  const id = message.conversation_id, known = conversations.get(id);
  if (threads.has(id)) merge(id, [message]);
  if (known && known.last_message.seq >= message.seq) return;
  conversations.set(id, { read_seq: 0, ...known, conversation_id: id, last_message: message, unread: (known?.unread ?? 0) + (isOwn(message) ? 0 : 1) });
  markRead(id);
}

/** What is looked at is read, once the window is in sight. */
export async function markRead(id) {
  const known = conversations.get(id);
  if (!known?.unread || looked.value !== id || document.hidden) return;
  const seq = known.last_message.seq;
  conversations.set(id, { ...known, unread: 0, read_seq: seq });
  await gateway.request('/api/message/read', { conversation_id: id, seq }).catch(() => {}); // the next message, or connection, tells again
}

/** Sends a text; it is shown at once, and takes its place when it comes back with its number. */
export async function send(to, text) {
  const conversation_id = conversationWith(to), client_msg_id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const draft = { conversation_id, client_msg_id, sender_id: me(), type: 'text', content: text, timestamp: Date.now(), state: 'sending' };
  merge(conversation_id, [draft]);
  const settle = change => {
    if (threads.get(conversation_id)?.some(message => key(message) === key(draft))) merge(conversation_id, [{ ...draft, ...change }]);
  };
  await gateway.send({ to, type: 'text', content: text, client_msg_id }).then(() => settle({ state: 'sent' }), fault => settle({ state: 'refused', why: fault.message }));
}

/** The newest messages of a conversation; or those before the oldest known here. */
export async function readThread(id, before) {
  const page = await call('GET', path(`/api/v1/conversations/${encodeURIComponent(id)}/messages`, { before, limit: PAGE }));
  merge(id, page.messages);
  older.set(id, page.has_more);
}

export const firstSeq = id => threads.get(id)?.[0]?.seq;

/** What became of a message: {verdict, state, events}. */
export const trace = msg_id => call('GET', `/api/v1/messages/${encodeURIComponent(msg_id)}/trace`);

async function readConversations() {
  try {
    const page = await call('GET', path('/api/v1/conversations', { limit: MOST }));
    for (const conversation of page.conversations) conversations.set(conversation.conversation_id, conversation);
    unlisted.value = null;
    if (looked.value) await readThread(looked.value);
    if (looked.value) markRead(looked.value);
  } catch (refusal) {
    unlisted.value = refusal;
  }
}

gateway.on('/push/message', take);
// What lay in the inbox is kept no more: the history has it.
gateway.on('/push/inbox/reset', () => { threads.clear(); readConversations(); });
gateway.on('/push/message/receipt', ({ conversation_id, user_id, delivered_seq = 0, read_seq = 0, msg_id, status }) => {
  if (status === 'expired') expired.add(msg_id);
  if (!conversation_id || user_id === me()) return;
  const { delivered = 0, read = 0 } = receipts.get(conversation_id) ?? {};
  receipts.set(conversation_id, { delivered: Math.max(delivered, delivered_seq, read_seq), read: Math.max(read, read_seq) });
});
whenLive(readConversations);
document.addEventListener('visibilitychange', () => { if (looked.value) markRead(looked.value); });
watch(() => session.value?.user_id, () => { for (const known of [conversations, threads, older, receipts, expired]) known.clear(); looked.value = null; });
