// A client of Campanile's WebSocket in one file: requests as promises, pushes by service, and a connection that
// comes back by itself when coming back makes sense. Copy it; it needs nothing but a browser.
//   const gateway = new Campanile('wss://host/ws', async refused => token, state => show(state));
//   gateway.on('/push/device/state', device => draw(device));
//   gateway.subscribe('/api/device/subscribe', { all: true }); gateway.connect();

const HEARTBEAT = 10_000; // ms; the server closes after 30 s of silence
const LONGEST_WAIT = 30; // seconds between two attempts
// Closes that would only be repeated: logged out, protocol abused, frame too large, refused, taken over elsewhere.
const FINAL = new Set([1000, 1002, 1003, 1007, 1008, 1009, 3003, 4001]);

export class Campanile {
  #socket; #heartbeat; #retry; #attempt = 0; #lastId = 0; #refused = false; #wanted = false; #heard = false;
  #pending = new Map(); #handlers = new Map(); #subscriptions = new Map();

  /** @param token given whether the last one was refused; answers a token, or null when there is none to be had */
  constructor(url, token, onState = () => {}) { Object.assign(this, { url, token, onState }); }

  on(service, handler) { this.#handlers.set(service, handler); }

  /** A request that is made now, if connected, and again after every reconnect: the server forgets with the connection. */
  subscribe(service, values) {
    this.#subscriptions.set(service, values);
    if (this.#socket?.readyState === WebSocket.OPEN) this.request(service, values).catch(console.warn);
  }

  /** Resolves with the response's values; rejects with an Error that has `code` when refused, or none when the connection broke. */
  request(service, values = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error('not connected'));
    const request_id = String(++this.#lastId);
    this.#socket.send(JSON.stringify({ service, request_id, values }));
    return new Promise((resolve, reject) => this.#pending.set(request_id, { resolve, reject }));
  }

  async connect() {
    if (this.#socket) return;
    clearTimeout(this.#retry);
    this.#wanted = true;
    this.onState({ name: 'connecting' });
    const token = await Promise.resolve(this.token(this.#refused)).catch(() => undefined); // undefined: could not ask, so try later
    if (!this.#wanted || this.#socket) return;
    if (!token) return token === null ? this.close() : this.#closed(1006);
    // A browser cannot send an Authorization header here; a subprotocol stays out of logs and histories, a URL does not.
    const socket = this.#socket = new WebSocket(this.url, ['campanile.v1', `bearer.${token}`]);
    socket.onmessage = ({ data }) => { this.#heard = true; this.#received(JSON.parse(data)); };
    socket.onclose = ({ code }) => this.#closed(code);
    socket.onopen = () => {
      this.#subscriptions.forEach((values, service) => this.request(service, values).catch(console.warn));
      // A bad token is told after the handshake, so only an answer shows that we are in.
      this.request('/api/heartbeat').then(() => this.onState({ name: 'live' }), () => {});
      this.#heartbeat = setInterval(() => {
        if (!this.#heard) return this.#closed(3008); // silent for a whole beat: the line is dead, though TCP may not know
        this.#heard = false;
        this.#attempt = 0; // only a connection that lasted starts the back-off anew, or a failing server would be hammered
        this.request('/api/heartbeat').catch(() => {});
      }, HEARTBEAT);
    };
  }

  close() { this.#wanted = false; this.#closed(1000); }

  #received({ op, service, request_id, code, msg, values }) {
    if (op.endsWith('_push')) return this.#handlers.get(service)?.(values, request_id);
    const answer = this.#pending.get(request_id);
    this.#pending.delete(request_id);
    code === 0 ? answer?.resolve(values) : answer?.reject(Object.assign(new Error(msg), { code, values }));
  }

  #closed(code) {
    if (this.#socket) { Object.assign(this.#socket, { onmessage: null, onclose: null, onopen: null }).close(); this.#socket = null; }
    clearInterval(this.#heartbeat); clearTimeout(this.#retry);
    this.#pending.forEach(({ reject }) => reject(new Error('connection lost'))); this.#pending.clear();
    this.#refused = code === 3000;
    if (!this.#wanted || FINAL.has(code)) { this.#wanted = false; return this.onState({ name: 'closed', code }); }
    // Between half and all of 1, 2, 4 … 30 s: when a node goes, its thousands of clients must not return in one instant.
    const wait = Math.min(2 ** this.#attempt++, LONGEST_WAIT) * 1000 * (0.5 + Math.random() / 2);
    this.onState({ name: 'waiting', until: Date.now() + wait, code });
    this.#retry = setTimeout(() => this.connect(), wait);
  }
}
