import { call, path } from './api.js';
import { gateway, whenLive } from './connection.js';
import { beat } from './pulse.js';
import { session } from './session.js';
const { shallowReactive, ref, watch } = window.Vue;

export const SECTIONS = ['location', 'inspection', 'rubbish', 'electricity'];
const TREND = 40; // reports kept per device for the small graph
const FRESH = 30_000; // ms; who reported within this and has no presence yet counts as online

/** The devices by sn. Each is replaced field by field, so that one update redraws one card. */
export const devices = shallowReactive(new Map());
/** Whether the list has been asked for, so that "no devices" is known and not just early; and why it was not given. */
export const known = ref(false), unlisted = ref(null);

const waiting = new Map(); // sn → what to change at the next frame; a newer state takes the place of an older one
let scheduled = false, unnamed = null;

gateway.on('/push/device/state', ({ sn, type, state, ts, version }) => {
  beat();
  change(sn, { type, state, ts, version });
});
gateway.on('/push/device/presence', ({ sn, online, ts }) => {
  beat();
  change(sn, { online, presenceTs: ts, presenceAt: performance.now() });
});
gateway.subscribe('/api/device/subscribe', { all: true });
whenLive(load);
watch(() => session.value?.user_id, forget);

function change(sn, fields) {
  waiting.set(sn, { ...waiting.get(sn), ...fields });
  if (scheduled) return;
  scheduled = true;
  // Frames stop in a hidden tab; the map of waiting changes is bounded by the number of devices.
  requestAnimationFrame(apply);
}

function apply() {
  scheduled = false;
  for (const [sn, fields] of waiting) {
    const device = devices.get(sn) ?? add(sn);
    if (fields.presenceTs < device.presenceTs) { delete fields.online; delete fields.presenceTs; }
    // A version may start anew with the store that counts it; a newer report is then still news.
    if (fields.version < device.version && fields.ts <= device.ts) { delete fields.state; delete fields.ts; delete fields.version; }
    Object.assign(device, fields);
    if (fields.state) follow(device);
  }
  waiting.clear();
}

function add(sn) {
  const device = shallowReactive({ sn, type: '', name: '', online: undefined, presenceTs: 0, presenceAt: 0, state: null, ts: 0, version: -1,
    level: null, trend: [], faults: 0 });
  devices.set(sn, device);
  unnamed ??= setTimeout(load, 500); // pushes carry no names
  return device;
}

function follow(device) {
  const { state } = device;
  device.faults = SECTIONS.filter(section => state[section]?.code).length;
  device.online ??= Date.now() - device.ts < FRESH || undefined;
  const level = state.electricity?.level;
  if (!Number.isFinite(level)) return;
  device.level = level;
  device.trend = [...device.trend.slice(1 - TREND), level];
}

/** Makes a device known before it reports. */
export function introduce({ sn, type, name }) {
  Object.assign(devices.get(sn) ?? add(sn), { type, name });
}

/** Reads names and presence of all devices, in pages. A gateway without the list still shows what it pushes. */
export async function load() {
  clearTimeout(unnamed);
  const asked = performance.now();
  unlisted.value = null;
  try {
    for (let after = '', more = true; more;) {
      const page = await call('GET', path('/api/v1/devices', { limit: 200, after }));
      for (const { sn, type, name, online, state, version, last_seen } of page.devices) {
        const device = devices.get(sn) ?? add(sn);
        Object.assign(device, { type, name: name ?? '' });
        if (device.presenceAt < asked) device.online = online; // what was pushed since is newer
        device.ts ||= last_seen ?? 0;
        if (state && version > device.version) { Object.assign(device, { state, version }); follow(device); }
        after = sn;
      }
      more = page.has_more;
    }
  } catch (failure) {
    unlisted.value = failure;
  }
  clearTimeout(unnamed);
  unnamed = null;
  known.value = true;
}

function forget() {
  waiting.clear();
  devices.clear();
  known.value = false;
}
