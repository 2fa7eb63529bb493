// A client of Campanile's WebSocket in one file: requests as promises, pushes by service, messages that go on after a break where
// they stopped, and a connection that comes back by itself when coming back makes sense. Copy it; it needs nothing but a browser.
//   const gateway = new Campanile('wss://host/ws', async refused => token, state => show(state), 'phone');
//   gateway.on('/push/message', keep); gateway.connect(); await gateway.send({ to: 'bob', type: 'text', content: 'hello' });

const HEARTBEAT = 10_000, LONGEST_WAIT = 30_000, ACK = 50; // ms; the server closes after 30 s of silence; an ack confirms all before it
const FINAL = new Set([1000, 1002, 1003, 1007, 1008, 1009, 3003, 4001]); // closes that would only be repeated (PROTOCOL 5)
const warn = fault => { if (fault.code) console.warn(fault); };

export class Campanile {
  #socket; #heartbeat; #retry; #ack; #attempt = 0; #lastId = 0; #refused = false; #wanted = false; #heard = false; #seen = {};
  #pending = new Map(); #handlers = new Map(); #subscriptions = new Map(); #unsent = new Map();
  /** `token` gets whether the last one was refused, and answers one, or null: there is none. `clientId` names the installation. */
  constructor(url, token, onState = () => {}, clientId = '') { Object.assign(this, { url, token, onState, clientId }); }
  /** A message is confirmed once its handler has returned, never without one; in a new epoch a msg_id may come again. */
  on(service, handler) { this.#handlers.set(service, handler); }
  /** A request that is made now, if connected, and again after every reconnect: the server forgets with the connection. */
  subscribe(service, values) { this.#subscriptions.set(service, values); this.request(service, values).catch(warn); }
  /** Resolves with the response's values; rejects with an Error that has `code` when refused, or none when the connection broke. */
  request(service, values = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error('not connected'));
    const request_id = String(++this.#lastId); this.#socket.send(JSON.stringify({ service, request_id, values }));
    return new Promise((resolve, reject) => this.#pending.set(request_id, { resolve, reject }));
  }
  /** Sends a message until that is answered, on the next connection too: by its client_msg_id the gateway knows a repeat. */
  send({ client_msg_id = `${Date.now()}-${Math.random().toString(36).slice(2)}`, ...message }) {
    return new Promise((resolve, reject) => this.#transmit({ values: { ...message, client_msg_id }, resolve, reject }));
  }
  #transmit(sending, id = sending.values.client_msg_id) {
    this.#unsent.set(id, sending);
    this.request('/api/message/send', sending.values).then(answer => { this.#unsent.delete(id); sending.resolve(answer); }, fault => {
      if ([429, 503].includes(fault.code)) setTimeout(() => this.#transmit(sending), fault.values?.retry_after_ms ?? 1000);
      else if (fault.code) { this.#unsent.delete(id); sending.reject(fault); }
    });
  }
  async connect() {
    if (this.#socket) return; // connected, or about to be
    clearTimeout(this.#retry); this.#wanted = true; this.onState({ name: 'connecting' });
    const token = await Promise.resolve(this.token(this.#refused)).catch(() => undefined); // undefined: could not ask, so try later
    if (!this.#wanted || this.#socket) return;
    if (!token) return token === null ? this.close() : this.#closed(1006);
    // A browser cannot send an Authorization header here; a subprotocol stays out of logs and histories, a URL does not.
    this.#socket = new WebSocket(this.url + (this.clientId && `?client_id=${this.clientId}`), ['campanile.v1', `bearer.${token}`]);
    this.#socket.onmessage = ({ data }) => { this.#heard = true; this.#received(JSON.parse(data)); };
    this.#socket.onclose = ({ code }) => this.#closed(code);
    this.#socket.onopen = () => {
      this.#subscriptions.forEach((values, service) => this.request(service, values).catch(warn));
      this.#unsent.forEach(sending => this.#transmit(sending));
      // A bad token is told after the handshake, so only an answer shows that we are in.
      this.request('/api/heartbeat').then(() => this.onState({ name: 'live' }), () => {});
      this.#heartbeat = setInterval(() => {
        if (!this.#heard) return this.#closed(3008); // silent for a whole beat: the line is dead, though TCP may not know
        this.#heard = false; this.#attempt = 0; // only a connection that lasted starts the back-off anew: a failing server is not hammered
        this.request('/api/heartbeat').catch(() => {});
      }, HEARTBEAT);
    };
  }
  close() { this.#wanted = false; this.#closed(1000); }
  #received({ op, service, request_id, code, msg, values }) {
    if (service === '/push/message') return this.#message(values);
    if (service === '/push/inbox/reset') this.#seen = values; // what lay before is kept no more
    if (op.endsWith('_push')) return this.#handlers.get(service)?.(values, request_id);
    const answer = this.#pending.get(request_id); this.#pending.delete(request_id);
    code === 0 ? answer?.resolve(values) : answer?.reject(Object.assign(new Error(msg), { code, values }));
  }
  #message(message, { epoch, inbox_seq } = message, handler = this.#handlers.get('/push/message')) {
    if (!handler) return; // below: a repeat is only confirmed again; in another epoch the numbers begin anew
    if (epoch !== this.#seen.epoch || inbox_seq > this.#seen.inbox_seq) { handler(message); this.#seen = { epoch, inbox_seq }; }
    this.#ack ??= setTimeout(() => { this.#ack = null; this.request('/api/message/ack', this.#seen).catch(() => {}); }, ACK);
  }
  #closed(code) {
    if (this.#socket) { Object.assign(this.#socket, { onmessage: null, onclose: null, onopen: null }).close(); this.#socket = null; }
    clearInterval(this.#heartbeat); clearTimeout(this.#retry); this.#refused = code === 3000;
    this.#pending.forEach(({ reject }) => reject(new Error('connection lost'))); this.#pending.clear();
    if (!this.#wanted || FINAL.has(code)) { this.#wanted = false; return this.onState({ name: 'closed', code }); }
    // Between half and all of 1, 2, 4 … 30 s: when a node goes, its thousands of clients must not return in one instant.
    const wait = Math.min(2 ** this.#attempt++ * 1000, LONGEST_WAIT) * (0.5 + Math.random() / 2);
    this.onState({ name: 'waiting', until: Date.now() + wait, code }); this.#retry = setTimeout(() => this.connect(), wait);
  }
}
