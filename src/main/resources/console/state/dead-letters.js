import { call, download, path } from './api.js';
const { shallowReactive, ref } = window.Vue;

const BASE = '/api/v1/dead-letters';
const one = id => `${BASE}/${encodeURIComponent(id)}`;

/** The page of dead letters that is looked at, the newest first, and whether there are more. */
export const letters = shallowReactive([]);
export const more = ref(false);

/** Reads the first page that a filter {flow?, cause?, replayed?} lets through, or the one after those already read. */
export async function read(filter, onwards = false) {
  const after = onwards ? letters.at(-1)?.id : undefined;
  const page = await call('GET', path(BASE, { ...filter, order: 'newest', after, limit: 50 }));
  letters.splice(onwards ? letters.length : 0, onwards ? 0 : letters.length, ...page.dead_letters);
  more.value = page.has_more;
}

/** Sends it back to its flow, with another body when one is given. */
export async function replay(letter, body) {
  const answer = await call('POST', `${one(letter.id)}/replay`, body === undefined ? undefined : { body });
  const at = letters.findIndex(({ id }) => id === letter.id);
  if (at >= 0) letters[at] = { ...letter, ...answer, replayed_at: answer.replayed_at ?? Date.now() };
}

export async function discard(letter) {
  await call('DELETE', one(letter.id));
  forget([letter.id]);
}

/** Answers {replayed, failed: [{id, code, msg}], has_more}. */
export const replayMany = ids => call('POST', `${BASE}/replay`, { ids });

export async function discardMany(ids) {
  const answer = await call('POST', `${BASE}/discard`, { ids });
  forget(ids);
  return answer;
}

function forget(ids) {
  for (let i = letters.length; i--;) if (ids.includes(letters[i].id)) letters.splice(i, 1);
}

/** All that a filter lets through, one a line. */
export const exported = filter => download(path(`${BASE}/export`, filter));
