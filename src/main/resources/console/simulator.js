import { call } from './session.js';
import { introduce } from './fleet.js';
import { say } from './locale.js';
const { reactive } = window.Vue;

const TYPES = ['retail', 'dance_robot', 'dance_dog', 'rubbish'];
const CENTRE = { lat: 31.2304, lng: 121.4737 };
const DEGREE = 111_320; // metres
const RANGE = { retail: 25, dance_robot: 90, dance_dog: 160, rubbish: 320 }; // metres from its own spot
const SECTIONS = { retail: ['location', 'inspection', 'electricity'], dance_robot: ['location', 'electricity'],
  dance_dog: ['location', 'electricity'], rubbish: ['location', 'inspection', 'rubbish', 'electricity'] };
const AT_ONCE = 8; // registrations in flight

/** What the simulation is doing; phase is idle, registering, connecting or running. */
export const simulation = reactive({ phase: 'idle', wanted: 0, registered: 0, connected: 0, failed: 0, error: '' });

let running = [];

/** Registers the devices, then lets each connect and report as a real one would: by MQTT, with its own secret. */
export async function start(count) {
  Object.assign(simulation, { phase: 'registering', wanted: count, registered: 0, connected: 0, failed: 0, error: '' });
  const url = await brokerUrl();
  const queue = Array.from({ length: count }, (_, i) => i);
  const devices = [];
  const work = async () => {
    for (let i; (i = queue.shift()) !== undefined && simulation.phase === 'registering';) {
      try {
        const device = await register(i);
        devices.push(device);
        introduce(device);
        simulation.registered++;
      } catch (failure) {
        failed(failure.message);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (simulation.phase !== 'registering') return;
  simulation.phase = 'connecting';
  running = devices.map(device => new SimulatedDevice(url, device));
  settle();
}

export function stop() {
  running.forEach(device => device.stop());
  running = [];
  simulation.phase = 'idle';
}

function failed(reason) {
  simulation.failed++;
  simulation.error = reason;
  settle();
}

function settle() {
  const { phase, connected, failed, wanted } = simulation;
  if (phase === 'connecting' && connected + failed >= wanted) simulation.phase = 'running';
}

async function brokerUrl() {
  const fallback = `ws://${location.hostname}:1883/mqtt`;
  const { mqtt_url } = await call('GET', '/console/settings.json').catch(() => ({}));
  return mqtt_url && /^wss?:\/\/[^:/]/.test(mqtt_url) ? mqtt_url : fallback;
}

async function register(i) {
  const type = TYPES[i % TYPES.length];
  const number = Math.floor(i / TYPES.length) + 1;
  const device = { sn: `sim-${type.replace('_', '-')}-${number}`, type, name: `${say('names')[type]} ${number}` };
  try {
    return { ...device, ...await call('POST', '/api/v1/devices', device) };
  } catch (refusal) {
    if (refusal.code !== 409) throw refusal;
    // Registered by an earlier run, whose secret was shown only then.
    return { ...device, ...await call('POST', `/api/v1/devices/${device.sn}/secret`) };
  }
}

class SimulatedDevice {
  #client; #timer; #reports = 0; #fault = null; #online = false; #stopped = false;
  #phase = Math.random() * 2 * Math.PI;
  #spot = { x: (Math.random() - 0.5) * 1400, y: (Math.random() - 0.5) * 900 }; // metres from the centre
  #level = 35 + Math.random() * 65;

  constructor(url, { sn, type, secret }) {
    Object.assign(this, { sn, type });
    const will = this.#message('status', { online: false }, true);
    this.#client = new window.Paho.Client(url, sn);
    // Also called when Paho has reconnected by itself.
    this.#client.onConnected = () => { this.#connected(); };
    this.#client.onConnectionLost = () => { this.#lost(); };
    this.#client.connect({ userName: sn, password: secret, willMessage: will, mqttVersion: 4, keepAliveInterval: 30, timeout: 10,
      reconnect: true, onFailure: ({ errorMessage }) => {
        console.warn(`${sn}: ${errorMessage}`);
        if (!this.#stopped && !this.#reports) failed(say('mqttRefused', url));
      } });
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (!this.#client.isConnected()) return;
    this.#client.onConnectionLost = () => {};
    // A clean goodbye does not trigger the will, so it is said, and heard, before leaving.
    const goodbye = this.#message('status', { online: false }, true);
    this.#client.onMessageDelivered = message => { if (message === goodbye) this.#client.disconnect(); };
    this.#client.send(goodbye);
  }

  #connected() {
    if (this.#stopped) return this.#client.disconnect();
    this.#online = true;
    simulation.connected++;
    settle();
    this.#client.send(this.#message('status', { online: true }, true));
    this.#report();
  }

  #lost() {
    clearTimeout(this.#timer);
    if (this.#online) simulation.connected--;
    this.#online = false;
  }

  #report() {
    this.#client.send(this.#message('report', this.#observe()));
    this.#timer = setTimeout(() => this.#report(), 1000 + Math.random() * 1000);
  }

  /** One report: a smooth closed path, a battery that drains and is charged again, now and then a fault that goes away. */
  #observe() {
    const now = Date.now();
    const angle = this.#phase + now / 1000 * (12 / (60 + RANGE[this.type]));
    const east = this.#spot.x + RANGE[this.type] * Math.sin(angle);
    const north = this.#spot.y + RANGE[this.type] * 0.6 * Math.sin(2 * angle + this.#phase);
    this.#level = this.#level < 8 ? 100 : this.#level - Math.random() * 0.35;
    if (this.#fault && now > this.#fault.until) this.#fault = null;
    else if (!this.#fault && Math.random() < 0.008) this.#fault = { section: pick(SECTIONS[this.type]), until: now + 6000 + Math.random() * 9000 };
    const section = name => this.#fault?.section === name ? { code: 100 + SECTIONS.rubbish.indexOf(name), msg: say('faults')[name] } : { code: 0, msg: '' };
    const report = { report_id: `${this.sn}-${now}-${++this.#reports}`, ts: now, status: 1 };
    for (const name of SECTIONS[this.type]) report[name] = section(name);
    report.location.lat = round(CENTRE.lat + north / DEGREE, 6);
    report.location.lng = round(CENTRE.lng + east / (DEGREE * Math.cos(CENTRE.lat * Math.PI / 180)), 6);
    report.electricity.level = round(this.#level, 1);
    return report;
  }

  #message(leaf, body, retained = false) {
    const message = new window.Paho.Message(JSON.stringify(body));
    return Object.assign(message, { destinationName: `devices/${this.sn}/${leaf}`, qos: 1, retained });
  }
}

const pick = list => list[Math.floor(Math.random() * list.length)];
const round = (n, digits) => Number(n.toFixed(digits));
