import { needsAttention } from './attention.js';
import { devices } from './fleet.js';
import { sayType } from './locale.js';
const { computed, reactive } = window.Vue;

/** What the board shows: kept while one looks at a device and comes back. `only` is '', online, offline or attention. */
export const filter = reactive({ text: '', type: '', only: '' });

const collator = new Intl.Collator(undefined, { numeric: true });
const ONLY = { online: device => device.online === true, offline: device => device.online === false, attention: needsAttention };

/** All devices by serial number. */
export const everyone = computed(() => [...devices.values()].sort((a, b) => collator.compare(a.sn, b.sn)));

/** How many are online, offline, or need attention. */
export const counts = computed(() => Object.fromEntries(Object.entries(ONLY).map(([name, is]) => [name, everyone.value.filter(is).length])));

/** The types there are, each with how many. */
export const types = computed(() => {
  const found = new Map();
  for (const { type } of everyone.value) if (type) found.set(type, (found.get(type) ?? 0) + 1);
  return [...found].sort(([a], [b]) => collator.compare(a, b));
});

/** Those that the filter lets through. */
export const shown = computed(() => {
  const words = filter.text.trim().toLowerCase(), is = ONLY[filter.only] ?? (() => true);
  return everyone.value.filter(device => (!filter.type || device.type === filter.type) && is(device)
    && (!words || `${device.name} ${device.sn} ${sayType(device.type)}`.toLowerCase().includes(words)));
});

export const showAll = () => Object.assign(filter, { text: '', type: '', only: '' });
