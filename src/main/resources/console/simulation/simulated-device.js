import { Behaviour } from './behaviour.js';
import { answer } from './skills.js';

const REMEMBERED = 100; // commands

/** One device as the gateway sees it: MQTT 3.1.1 with its own secret, a will, reports, and answers to commands. */
export class SimulatedDevice {
  #client; #timer; #reports = 0; #online = false; #stopped = false; #behaviour; #replies = new Map();

  /** @param heard told of `connected`, `lost` and, should the broker not let it in, `refused` */
  constructor(url, { sn, type, secret }, heard) {
    Object.assign(this, { sn, type, heard });
    this.#behaviour = new Behaviour(sn, type);
    const will = this.#message('status', { online: false }, true);
    this.#client = new window.Paho.Client(url, sn);
    // Also called when Paho has reconnected by itself.
    this.#client.onConnected = () => this.#connected();
    this.#client.onConnectionLost = () => this.#lost();
    this.#client.onMessageArrived = message => this.#commanded(JSON.parse(message.payloadString));
    // The session outlives a break, so that commands wait for the device.
    this.#client.connect({ userName: sn, password: secret, willMessage: will, mqttVersion: 4, cleanSession: false, keepAliveInterval: 30,
      timeout: 10, reconnect: true, onFailure: ({ errorMessage }) => {
        console.warn(`${sn}: ${errorMessage}`);
        if (!this.#stopped && !this.#reports) heard.refused();
      } });
  }

  get faulty() { return this.#behaviour.faulty; }

  raiseFault() {
    this.#behaviour.raiseFault();
    this.#reportNow();
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
    this.heard.connected();
    this.#client.subscribe(`devices/${this.sn}/commands`, { qos: 1 });
    this.#client.send(this.#message('status', { online: true }, true));
    this.#reportNow();
  }

  #lost() {
    clearTimeout(this.#timer);
    if (this.#online) this.heard.lost();
    this.#online = false;
  }

  #reportNow() {
    clearTimeout(this.#timer);
    if (!this.#online || this.#stopped) return;
    const now = Date.now();
    const report = { report_id: `${this.sn}-${now}-${++this.#reports}`, ts: now, ...this.#behaviour.observe(now) };
    this.#client.send(this.#message('report', report));
    this.#timer = setTimeout(() => this.#reportNow(), 1000 + Math.random() * 1000);
  }

  /** A repeat is answered as before, and not done again. */
  #commanded({ command_id, service, values, expires_at }) {
    if (expires_at && expires_at < Date.now()) return;
    const known = this.#replies.get(command_id);
    const reply = known ?? { command_id, ...answer(this.#behaviour, service, values ?? {}) };
    if (!known) this.#remember(command_id, reply);
    setTimeout(() => {
      if (!this.#online || this.#stopped) return;
      this.#client.send(this.#message('commands/reply', reply));
      this.#reportNow();
    }, 900 + Math.random() * 900);
  }

  #remember(command_id, reply) {
    this.#replies.set(command_id, reply);
    if (this.#replies.size > REMEMBERED) this.#replies.delete(this.#replies.keys().next().value);
  }

  #message(leaf, body, retained = false) {
    const message = new window.Paho.Message(JSON.stringify(body));
    return Object.assign(message, { destinationName: `devices/${this.sn}/${leaf}`, qos: 1, retained });
  }
}
