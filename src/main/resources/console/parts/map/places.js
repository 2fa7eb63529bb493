const METRES = 111_320; // per degree of latitude
const TRAIL = 14; // positions
const LEAP = 1000; // metres; who goes further at once did not drive there
const GLIDE = 350; // ms to go two thirds of the way

/** Flat metres around an origin: exact enough for what fits on one screen. */
export class Plane {
  constructor(origin) { this.origin = origin; this.east = METRES * Math.cos(origin.lat * Math.PI / 180); }

  place({ lat, lng }) { return { x: (lng - this.origin.lng) * this.east, y: (lat - this.origin.lat) * METRES }; }
}

/** Where each device is drawn: gliding towards where it said it is, with a trail of where it has been. */
export class Places {
  #plane = null; #dots = new Map();

  of(sn) { return this.#dots.get(sn); }

  /** Where the devices are going, for the camera. */
  targets(devices) { return devices.map(({ sn }) => this.#dots.get(sn).to); }

  /** Moves all by `elapsed` ms, or to the end. Answers whether all have arrived. */
  move(devices, elapsed, atOnce) {
    this.#plane ??= new Plane(devices[0].state.location);
    const pace = atOnce ? 1 : 1 - Math.exp(-elapsed / GLIDE);
    let still = true;
    for (const { sn, state: { location } } of devices) {
      const to = this.#plane.place(location);
      const dot = this.#dots.get(sn);
      if (!dot) { this.#dots.set(sn, { ...to, to, trail: [] }); continue; }
      if (dot.to.x !== to.x || dot.to.y !== to.y) {
        const leap = Math.hypot(to.x - dot.to.x, to.y - dot.to.y) > LEAP;
        dot.trail = leap ? [] : [...dot.trail.slice(1 - TRAIL), { x: dot.x, y: dot.y }];
        dot.to = to;
        if (leap) Object.assign(dot, to);
      }
      dot.x += (to.x - dot.x) * pace;
      dot.y += (to.y - dot.y) * pace;
      still &&= Math.abs(to.x - dot.x) + Math.abs(to.y - dot.y) < 0.2;
    }
    return still;
  }
}
