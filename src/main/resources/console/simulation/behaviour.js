import { say } from '../state/locale.js';

const CENTRE = { lat: 31.2304, lng: 121.4737 };
const DEGREE = 111_320; // metres
const RANGE = { retail: 25, dance_robot: 90, dance_dog: 160, rubbish: 320 }; // metres from its own spot
const CODES = ['location', 'inspection', 'rubbish', 'electricity'];
const SECTIONS = { retail: ['location', 'inspection', 'electricity'], dance_robot: ['location', 'electricity'],
  dance_dog: ['location', 'electricity'], rubbish: CODES };
const CHANCE = 0.002; // of a fault that goes away by itself, each report
const EMPTY = 8, DRAIN = 0.35; // percent

/** What a simulated device does and sees: a smooth closed path, a battery that drains and is charged again, now and then a fault. */
export class Behaviour {
  #fault = null; #angle; #last = Date.now(); #shape; #spot; #level;
  speed = 100; // percent
  properties = { firmware: '2.4.1' };

  /** Starts where a device of that serial number always starts: on coming back it has not been moved. */
  constructor(sn, type) {
    this.type = type;
    const random = numbers(sn);
    this.#spot = { x: (random() - 0.5) * 1400, y: (random() - 0.5) * 900 }; // metres from the centre
    this.#angle = random() * 2 * Math.PI;
    this.#shape = random() * 2 * Math.PI;
    this.#level = 35 + random() * 65;
  }

  get faulty() { return this.#fault !== null; }

  raiseFault(until = Infinity) {
    const sections = SECTIONS[this.type];
    this.#fault ??= { section: sections[Math.floor(Math.random() * sections.length)], until };
  }

  /** Answers how many faults there were. */
  repair() {
    const found = this.faulty ? 1 : 0;
    this.#fault = null;
    return found;
  }

  charge() { this.#level = 100; }

  /** The sections and properties of a report at that time. */
  observe(now) {
    this.#angle += (now - this.#last) / 1000 * (12 / (60 + RANGE[this.type])) * (this.speed / 100);
    this.#last = now;
    this.#level = this.#level < EMPTY ? 100 : this.#level - Math.random() * DRAIN;
    if (this.#fault && now > this.#fault.until) this.#fault = null;
    else if (!this.#fault && Math.random() < CHANCE) this.raiseFault(now + 8000 + Math.random() * 12_000);
    const seen = { status: this.speed ? 1 : 0, properties: this.properties };
    for (const name of SECTIONS[this.type]) seen[name] = this.#section(name);
    Object.assign(seen.location, this.#position());
    seen.electricity.level = round(this.#level, 1);
    return seen;
  }

  #section(name) {
    return this.#fault?.section === name ? { code: 100 + CODES.indexOf(name), msg: say(`fault.${name}`) } : { code: 0, msg: '' };
  }

  #position() {
    const range = RANGE[this.type];
    const east = this.#spot.x + range * Math.sin(this.#angle);
    const north = this.#spot.y + range * 0.6 * Math.sin(2 * this.#angle + this.#shape);
    return { lat: round(CENTRE.lat + north / DEGREE, 6), lng: round(CENTRE.lng + east / (DEGREE * Math.cos(CENTRE.lat * Math.PI / 180)), 6) };
  }
}

/** Numbers from 0 to 1 that follow from a name: mulberry32 over its hash. */
function numbers(name) {
  let seed = [...name].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0), 0x01000193), 0x811c9dc5);
  return () => {
    let n = seed = seed + 0x6D2B79F5 | 0;
    n = Math.imul(n ^ n >>> 15, n | 1);
    n ^= n + Math.imul(n ^ n >>> 7, n | 61);
    return ((n ^ n >>> 14) >>> 0) / 2 ** 32;
  };
}

const round = (n, digits) => Number(n.toFixed(digits));
