import { call, path } from './api.js';
import { connection, gateway, whenLive } from './connection.js';
import { session } from './session.js';
const { shallowReactive, computed, ref, watch } = window.Vue;

const PAGE = 50;

/** Who is there, by user id: {user_id, available, last_seen}; only of those somebody here asked about. */
export const people = shallowReactive(new Map());
const watched = new Set();
/** Whether more are there than are known here. */
export const more = ref(false);
let last;

const meet = presences => presences.forEach(presence => people.set(presence.user_id, presence));

/** Those who are there, by name. */
export const present = computed(() => [...people.values()].filter(({ available, user_id }) => available && user_id !== session.value?.user_id)
  .sort((a, b) => a.user_id < b.user_id ? -1 : 1));

/** Has them watched from now on, also after a break. */
export async function watchPeople(users) {
  const added = users.filter(user => !watched.has(user));
  added.forEach(user => watched.add(user));
  if (!added.length || connection.value.name !== 'live') return;
  meet((await gateway.request('/api/presence/subscribe', { user_ids: added })).presence);
}

/** The first of those who are there, or the next. */
export async function readPresent(onwards) {
  const page = await call('GET', path('/api/v1/users/online', { limit: PAGE, after: onwards ? last : undefined }));
  last = page.users.at(-1)?.user_id ?? last;
  more.value = page.has_more;
  meet(page.users);
  await watchPeople(page.users.map(({ user_id }) => user_id));
}

gateway.on('/push/presence', presence => meet([presence]));
whenLive(() => {
  const again = [...watched];
  watched.clear();
  watchPeople(again).catch(() => {}); // the next connection asks again
});
watch(() => session.value?.user_id, () => { people.clear(); watched.clear(); more.value = false; last = undefined; });
