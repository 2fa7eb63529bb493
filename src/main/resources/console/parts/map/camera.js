const MARGIN = 26; // px
const LEAST = 40; // metres across, so that one device does not fill the view
const SETTLE = 400; // ms to go two thirds of the way
const JUMP = 3; // a change of scale by more than e³ is not glided through

/** What part of the world is in view, in metres; it follows its devices, gliding. */
export class Camera {
  #view = null; #width = 0; #height = 0;

  /** Aims at the box around all places and goes there for `elapsed` ms, or at once. Answers whether it has arrived. */
  follow(places, width, height, elapsed, atOnce) {
    let west = Infinity, east = -Infinity, south = Infinity, north = -Infinity;
    for (const { x, y } of places) {
      west = Math.min(west, x); east = Math.max(east, x); south = Math.min(south, y); north = Math.max(north, y);
    }
    const scale = Math.min((width - 2 * MARGIN) / Math.max(LEAST, east - west), (height - 2 * MARGIN) / Math.max(LEAST, north - south));
    const wanted = { x: (west + east) / 2, y: (south + north) / 2, scale: Math.max(scale, 1e-6) };
    // In a window of another size the old view would leave devices out until the glide is over.
    const resized = width !== this.#width || height !== this.#height;
    Object.assign(this, { width, height });
    this.#width = width; this.#height = height;
    const far = this.#view && Math.abs(Math.log(this.#view.scale / wanted.scale)) > JUMP;
    const pace = !this.#view || resized || far || atOnce ? 1 : 1 - Math.exp(-elapsed / SETTLE);
    this.#view ??= wanted;
    for (const key of ['x', 'y', 'scale']) this.#view[key] += (wanted[key] - this.#view[key]) * pace;
    return Math.abs(wanted.x - this.#view.x) * scale < 0.3 && Math.abs(wanted.y - this.#view.y) * scale < 0.3 && Math.abs(1 - this.#view.scale / wanted.scale) < 0.002;
  }

  get scale() { return this.#view.scale; }

  toScreen({ x, y }) {
    return [this.#width / 2 + (x - this.#view.x) * this.scale, this.#height / 2 - (y - this.#view.y) * this.scale];
  }

  /** The south-west corner, in metres. */
  corner() {
    return { x: this.#view.x - this.#width / 2 / this.scale, y: this.#view.y - this.#height / 2 / this.scale };
  }
}
