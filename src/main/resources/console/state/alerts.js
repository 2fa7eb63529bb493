import { call, path } from './api.js';
import { whenLive, gateway } from './connection.js';
import { notify } from './notices.js';
import { session } from './session.js';
const { shallowReactive, computed, ref, watch } = window.Vue;

/** Every alert this page has heard of, by alert_id. */
export const alerts = shallowReactive(new Map());
/** Why the open ones could not be read, or null. */
export const unread = ref(null);

const newestFirst = (a, b) => b.raised_at - a.raised_at;

/** Those that are not cleared, the newest first. */
export const open = computed(() => [...alerts.values()].filter(alert => alert.state !== 'cleared').sort(newestFirst));
/** How many wait for somebody. */
export const raised = computed(() => open.value.filter(alert => alert.state === 'raised').length);
/** The open ones of each device, by sn. */
export const openBySn = computed(() => Map.groupBy ? Map.groupBy(open.value, alert => alert.sn) : group(open.value));

function group(list) {
  const groups = new Map();
  for (const alert of list) groups.set(alert.sn, [...groups.get(alert.sn) ?? [], alert]);
  return groups;
}

export const ofDevice = sn => [...alerts.values()].filter(alert => alert.sn === sn).sort(newestFirst);

/** Reads a page; `before` is the alert_id of the last one seen. Answers whether there are more. */
export async function read({ sn, state, before, limit = 50 } = {}) {
  const page = await call('GET', path('/api/v1/alerts', { sn, state, before, limit }));
  for (const alert of page.alerts) alerts.set(alert.alert_id, alert);
  return page;
}

async function readOpen() {
  try {
    const before = new Set(open.value.map(alert => alert.alert_id));
    const pages = await Promise.all(['raised', 'acknowledged'].map(state => read({ state, limit: 200 })));
    const still = new Set(pages.flatMap(page => page.alerts.map(alert => alert.alert_id)));
    // Cleared while we were away: how is told by the list of all
    for (const id of before) if (!still.has(id) && !pages.some(page => page.has_more)) alerts.delete(id);
    unread.value = null;
  } catch (refusal) {
    unread.value = refusal;
  }
}

/** Takes a person's word that they care for it; the answer, and a push to all others, carries the alert as it then stands. */
export async function acknowledge(alert) {
  const answer = await call('POST', `/api/v1/alerts/${encodeURIComponent(alert.alert_id)}/acknowledge`);
  const known = alerts.get(alert.alert_id);
  if (known?.state !== 'raised') return;
  alerts.set(alert.alert_id, answer.alert_id ? answer : { ...known, state: 'acknowledged', acknowledged_by: session.value.user_id });
}

gateway.on('/push/device/alert', alert => {
  if (!alerts.has(alert.alert_id) && alert.state === 'raised') notify({ alert });
  alerts.set(alert.alert_id, alert);
});
whenLive(readOpen);
watch(() => session.value?.user_id, () => { alerts.clear(); unread.value = null; });
