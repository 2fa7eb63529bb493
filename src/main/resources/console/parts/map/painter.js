import { needsAttention } from '../../state/attention.js';

const STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 500_000, 1_000_000];
const TYPES = ['retail', 'dance_robot', 'dance_dog', 'rubbish'];
const CROWD = 150, NO_TRAILS = 80; // devices

/** Reads the colours of the theme, which a canvas cannot inherit. */
export function palette(element, dark) {
  const style = getComputedStyle(element);
  return Object.fromEntries([...TYPES, 'line', 'quiet', 'warning'].map(name => [name, style.getPropertyValue(`--${name}-${dark ? 'dark' : 'light'}`)]));
}

/** Draws the map: a lattice with its scale, and the devices. A ring is a device that needs attention, a hollow dot one offline. */
export class Painter {
  constructor(pen, camera, places, colours) { Object.assign(this, { pen, camera, places, colours }); }

  lattice() {
    const { pen, camera: { scale, width, height } } = this;
    const step = STEPS.find(s => s * scale >= 64) ?? STEPS.at(-1);
    const corner = this.camera.corner();
    pen.strokeStyle = this.colours.line;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let x = Math.ceil(corner.x / step) * step; (x - corner.x) * scale < width; x += step) this.#line((x - corner.x) * scale, 0, 0, height);
    for (let y = Math.ceil(corner.y / step) * step; (y - corner.y) * scale < height; y += step) this.#line(0, height - (y - corner.y) * scale, width, 0);
    pen.stroke();
    this.#ruler(step, height);
  }

  #line(left, top, across, down) {
    const x = Math.round(left) + (down && 0.5), y = Math.round(top) + (across && 0.5);
    this.pen.moveTo(x, y); this.pen.lineTo(x + across, y + down);
  }

  #ruler(step, height) {
    const { pen } = this, bottom = height - 12.5, end = 14.5 + step * this.camera.scale;
    pen.strokeStyle = pen.fillStyle = this.colours.quiet;
    pen.beginPath();
    pen.moveTo(14.5, bottom - 3.5); pen.lineTo(14.5, bottom); pen.lineTo(end, bottom); pen.lineTo(end, bottom - 3.5);
    pen.stroke();
    pen.font = '11px system-ui, sans-serif';
    pen.fillText(step < 1000 ? `${step} m` : `${step / 1000} km`, 20, bottom - 5.5);
  }

  dots(devices, pointed) {
    for (const device of devices) this.#dot(device, device.sn === pointed, devices.length);
  }

  #dot(device, pointed, crowd) {
    const { pen, colours } = this, at = this.places.of(device.sn);
    const [x, y] = this.camera.toScreen(at);
    const colour = colours[device.type] ?? colours.quiet;
    if (crowd <= NO_TRAILS || pointed) this.#trail(at, x, y, colour, pointed);
    const radius = (crowd > CROWD ? 3.5 : 5) + (pointed ? 2 : 0), attention = needsAttention(device);
    if (attention || pointed) {
      pen.strokeStyle = attention ? colours.warning : colour;
      pen.lineWidth = 2;
      pen.beginPath(); pen.arc(x, y, radius + 3.5, 0, 7); pen.stroke();
    }
    pen.beginPath(); pen.arc(x, y, radius, 0, 7);
    pen.fillStyle = pen.strokeStyle = colour;
    if (device.online === false) { pen.lineWidth = 1.5; pen.stroke(); } else pen.fill();
  }

  #trail(at, x, y, colour, pointed) {
    const { pen } = this;
    pen.strokeStyle = colour;
    pen.globalAlpha = pointed ? 0.7 : 0.3;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (const past of at.trail) pen.lineTo(...this.camera.toScreen(past));
    pen.lineTo(x, y);
    pen.stroke();
    pen.globalAlpha = 1;
  }
}
