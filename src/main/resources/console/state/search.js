import { call, path } from './api.js';
import { conversations, newestFirst, readConversations } from './messages.js';
import { session } from './session.js';
const { ref, shallowReactive, watch } = window.Vue;

const PAGE = 5, AT_ONCE = 4;

/** What is sought, and marked wherever it stands in a message; empty for nothing. */
export const sought = ref('');
/** What was found, by conversation: {hits, more}, the newest first. */
export const found = shallowReactive(new Map());
let latest = 0;

const read = (id, text, before) => call('GET', path(`/api/v1/conversations/${encodeURIComponent(id)}/messages`, { q: text, before, limit: PAGE }));

/** Seeks in all conversations that are listed, the newest first, a few at a time; what is found shows as it comes. */
export async function search(text) {
  const mine = ++latest;
  found.clear();
  sought.value = text;
  if (!text) return;
  if (!conversations.size) await readConversations();
  const ids = newestFirst.value.filter(({ last_message }) => last_message.seq).map(({ conversation_id }) => conversation_id).values(); // others are not kept
  const worker = async () => {
    for (const id of ids) {
      const { messages, has_more } = await read(id, text).catch(refusal => {
        if ([403, 404].includes(refusal.code)) return { messages: [] }; // left, or gone, meanwhile
        throw refusal;
      });
      if (mine !== latest) return; // somebody seeks something else by now
      if (messages.length) found.set(id, { hits: messages, more: has_more });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The next older hits of a conversation. */
export async function searchOn(id) {
  const mine = latest, { hits } = found.get(id);
  const { messages, has_more } = await read(id, sought.value, hits.at(-1).seq);
  if (mine === latest) found.set(id, { hits: [...hits, ...messages], more: has_more });
}

// As the gateway compares: each character for itself, neither case nor full width counts.
const fold = character => {
  const code = character.codePointAt(0);
  const narrow = code === 0x3000 ? ' ' : code >= 0xFF01 && code <= 0xFF5E ? String.fromCodePoint(code - 0xFEE0) : character;
  const upper = narrow.toUpperCase(), lower = upper.length === narrow.length ? upper.toLowerCase() : narrow.toLowerCase();
  return lower.length === narrow.length ? lower : narrow;
};

/** A text in pieces, those that are sought apart: {text, hit}. */
export function pieces(text, what) {
  const characters = [...text], wanted = [...what].map(fold), folded = characters.map(fold), parts = [];
  let from = 0;
  const add = (to, hit) => { if (to > from) parts.push({ text: characters.slice(from, to).join(''), hit }); from = to; };
  for (let at = 0; wanted.length && at + wanted.length <= folded.length;) {
    if (wanted.every((character, i) => folded[at + i] === character)) {
      add(at, false);
      add(at += wanted.length, true);
    } else at++;
  }
  add(characters.length, false);
  return parts;
}

const BEFORE = 12, LONGEST = 70;

/** What stands around the first piece that is sought, short enough for a line. */
export function excerpt(text, what) {
  const parts = pieces(text, what), first = parts.findIndex(({ hit }) => hit);
  if (first < 0) return [{ text: text.slice(0, LONGEST), hit: false }];
  const lead = [...parts.slice(0, first).map(part => part.text).join('')];
  const rest = parts.slice(first), start = lead.length > BEFORE ? `…${lead.slice(-BEFORE).join('')}` : lead.join('');
  return [{ text: start, hit: false }, ...rest];
}

watch(() => session.value?.user_id, () => { latest++; found.clear(); sought.value = ''; });
