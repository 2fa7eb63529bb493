import { SimulatedDevice } from './simulated-device.js';
import { call } from '../state/api.js';
import { devices, introduce } from '../state/fleet.js';
import { say } from '../state/locale.js';
const { reactive, shallowReactive } = window.Vue;

const TYPES = ['retail', 'dance_robot', 'dance_dog', 'rubbish'];
const AT_ONCE = 8; // registrations in flight
const FIRST_FAULT = 2500; // ms after all are there, so that there is something to look after

/** What the simulation is doing; phase is idle, registering, connecting or running. */
export const simulation = reactive({ phase: 'idle', wanted: 0, registered: 0, connected: 0, failed: 0, error: '' });
/** The simulated devices that run in this page, by sn. */
export const running = shallowReactive(new Map());

let first = 0;

/** Registers the devices, then lets each connect and report as a real one would: by MQTT, with its own secret. */
export async function start(count) {
  Object.assign(simulation, { phase: 'registering', wanted: count, registered: 0, connected: 0, failed: 0, error: '' });
  const url = await brokerUrl();
  const queue = Array.from({ length: count }, (_, i) => i);
  const registered = [];
  const work = async () => {
    for (let i; (i = queue.shift()) !== undefined && simulation.phase === 'registering';) {
      try {
        const device = await register(i);
        registered.push(device);
        introduce(device);
        simulation.registered++;
      } catch (refusal) {
        failed(refusal.message || say('failed0'));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (simulation.phase !== 'registering') return;
  simulation.phase = 'connecting';
  const heard = { connected, lost: () => { simulation.connected--; }, refused: () => failed(say('mqttRefused', url)) };
  for (const device of registered) running.set(device.sn, new SimulatedDevice(url, device, heard));
  settle();
}

export function stop() {
  clearTimeout(first);
  running.forEach(device => device.stop());
  running.clear();
  simulation.phase = 'idle';
}

/** Lets one of them, or the one named, have a fault that stays until it is told to look after itself. */
export function raiseFault(sn) {
  const fit = [...running.values()].filter(device => sn ? device.sn === sn : !device.faulty);
  fit[Math.floor(Math.random() * fit.length)]?.raiseFault();
}

function connected() {
  simulation.connected++;
  settle();
}

function failed(reason) {
  simulation.failed++;
  simulation.error = reason;
  settle();
}

function settle() {
  const { phase, connected: there, failed: missing, wanted } = simulation;
  if (phase !== 'connecting' || there + missing < wanted) return;
  simulation.phase = 'running';
  first = setTimeout(raiseFault, FIRST_FAULT);
}

async function brokerUrl() {
  const fallback = `ws://${location.hostname}:1883/mqtt`;
  const { mqtt_url } = await call('GET', '/console/settings.json').catch(() => ({}));
  return mqtt_url && /^wss?:\/\/[^:/]/.test(mqtt_url) ? mqtt_url : fallback;
}

async function register(i) {
  const type = TYPES[i % TYPES.length];
  const number = Math.floor(i / TYPES.length) + 1;
  const device = { sn: `sim-${type.replace('_', '-')}-${number}`, type, name: `${say(`simulated.${type}`)} ${number}` };
  // The secret of one that an earlier run registered was shown only then.
  const replaced = () => call('POST', `/api/v1/devices/${device.sn}/secret`);
  const secret = devices.has(device.sn) ? replaced() : call('POST', '/api/v1/devices', device).catch(refusal => refusal.code === 409 ? replaced() : Promise.reject(refusal));
  return { ...device, ...await secret };
}
