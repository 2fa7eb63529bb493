import { call, path } from './api.js';
import { whenLive, gateway } from './connection.js';
import { notify } from './notices.js';
import { session } from './session.js';
const { shallowReactive, computed, ref, watch } = window.Vue;

const PAGE = 200, MOST_OPEN = 2000, MOST_CLEARED = 500;

/** Every alert this page has heard of, by alert_id; of those long cleared only the latest. */
export const alerts = shallowReactive(new Map());
/** The open ones of each device, by sn: a change to one device's leaves the others' cards alone. */
export const openBySn = shallowReactive(new Map());
/** Why the open ones could not be read, or null. */
export const unread = ref(null);

const newestFirst = (a, b) => b.raised_at - a.raised_at;

/** All, and those that are not cleared, the newest first. */
export const all = computed(() => [...alerts.values()].sort(newestFirst));
export const open = computed(() => all.value.filter(({ state }) => state !== 'cleared'));
/** How many wait for somebody. */
export const raised = computed(() => open.value.filter(({ state }) => state === 'raised').length);

export const ofDevice = sn => all.value.filter(alert => alert.sn === sn);

function take(alert) {
  alerts.set(alert.alert_id, alert);
  place(alert, alert.state !== 'cleared');
  const cleared = alerts.size > MOST_CLEARED && all.value.filter(({ state }) => state === 'cleared');
  if (cleared.length > MOST_CLEARED) alerts.delete(cleared.at(-1).alert_id);
}

function place({ alert_id, sn }, isOpen) {
  const others = (openBySn.get(sn) ?? []).filter(other => other.alert_id !== alert_id);
  const now = isOpen ? [...others, alerts.get(alert_id)] : others;
  now.length ? openBySn.set(sn, now) : openBySn.delete(sn);
}

/** Reads a page; `before` is the alert_id of the last one seen. Answers it. */
export async function read({ sn, state, before, limit = 50 } = {}) {
  const page = await call('GET', path('/api/v1/alerts', { sn, state, before, limit }));
  page.alerts.forEach(take);
  return page;
}

/** All that are open now. Those known to be open that are not among them were cleared while we were away. */
async function readOpen() {
  const before = open.value, still = new Set();
  try {
    for (const state of ['raised', 'acknowledged']) {
      for (let last, more = true; more && still.size < MOST_OPEN;) {
        const page = await read({ state, before: last, limit: PAGE });
        for (const { alert_id } of page.alerts) still.add(last = alert_id);
        more = page.has_more;
      }
    }
    if (still.size < MOST_OPEN) for (const alert of before) if (!still.has(alert.alert_id)) { alerts.delete(alert.alert_id); place(alert, false); }
    unread.value = null;
  } catch (refusal) {
    unread.value = refusal;
  }
}

/** Takes a person's word that they care for it; the answer, as the push to all others, carries the alert as it then stands. */
export async function acknowledge({ alert_id }) {
  take(await call('POST', `/api/v1/alerts/${encodeURIComponent(alert_id)}/acknowledge`));
}

gateway.on('/push/device/alert', alert => {
  if (!alerts.has(alert.alert_id) && alert.state === 'raised') notify({ alert });
  take(alert);
});
whenLive(readOpen);
watch(() => session.value?.user_id, () => { alerts.clear(); openBySn.clear(); unread.value = null; });
