import { dark } from './theme.js';
import { say } from './locale.js';
const { ref, computed, onMounted, onUnmounted } = window.Vue;

const METRES = 111_320; // per degree of latitude
const MARGIN = 26; // px
const TRAIL = 14; // positions
const STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 500_000, 1_000_000];
const still = matchMedia('(prefers-reduced-motion: reduce)');

/** All devices as dots by latitude and longitude, gliding from report to report. The scale follows them. */
export const DeviceMap = {
  props: ['devices', 'pointed'],
  emits: ['pick'],
  setup(props, { emit }) {
    const canvas = ref(null), hint = ref(null);
    const dots = new Map(); // sn → where it is drawn: {x, y} in metres, and its trail
    let frame = 0, view = null, origin = null;
    const placed = computed(() => props.devices.filter(d => d.state?.location?.lat !== undefined));

    function draw() {
      frame = requestAnimationFrame(draw);
      const { clientWidth: width, clientHeight: height } = canvas.value;
      const pixels = devicePixelRatio;
      if (canvas.value.width !== Math.round(width * pixels) || canvas.value.height !== Math.round(height * pixels)) {
        canvas.value.width = Math.round(width * pixels);
        canvas.value.height = Math.round(height * pixels);
      }
      const pen = canvas.value.getContext('2d');
      pen.setTransform(pixels, 0, 0, pixels, 0, 0);
      pen.clearRect(0, 0, width, height);
      if (!placed.value.length) return;
      const style = getComputedStyle(canvas.value);
      const colour = name => style.getPropertyValue(`--${name}-${dark.value ? 'dark' : 'light'}`);
      move();
      fit(width, height);
      lattice(pen, width, height, colour('line'), colour('quiet'));
      const colours = { retail: colour('retail'), dance_robot: colour('dance_robot'), dance_dog: colour('dance_dog'), rubbish: colour('rubbish'), other: colour('quiet'), warning: colour('warning') };
      for (const device of placed.value) dot(pen, device, colours);
    }

    function move() {
      origin ??= placed.value[0].state.location; // flat around it: exact enough for what fits on one screen
      const east = METRES * Math.cos(origin.lat * Math.PI / 180);
      for (const { sn, state: { location: { lat, lng } } } of placed.value) {
        const x = (lng - origin.lng) * east, y = (lat - origin.lat) * METRES;
        const at = dots.get(sn);
        if (!at) { dots.set(sn, { x, y, to: { x, y }, trail: [] }); continue; }
        if (at.to.x !== x || at.to.y !== y) {
          at.trail = [...at.trail.slice(1 - TRAIL), { x: at.x, y: at.y }];
          at.to = { x, y };
        }
        const pace = still.matches ? 1 : 0.05;
        at.x += (x - at.x) * pace;
        at.y += (y - at.y) * pace;
      }
    }

    function fit(width, height) {
      let west = Infinity, east = -Infinity, south = Infinity, north = -Infinity;
      for (const { sn } of placed.value) {
        const { x, y } = dots.get(sn).to;
        west = Math.min(west, x); east = Math.max(east, x); south = Math.min(south, y); north = Math.max(north, y);
      }
      const scale = Math.min((width - 2 * MARGIN) / Math.max(40, east - west), (height - 2 * MARGIN) / Math.max(40, north - south));
      const wanted = { x: (west + east) / 2, y: (south + north) / 2, scale };
      const pace = view && !still.matches && Math.abs(Math.log(view.scale / scale)) < 3 ? 0.04 : 1;
      view ??= wanted;
      for (const key of ['x', 'y', 'scale']) view[key] += (wanted[key] - view[key]) * pace;
      view.toScreen = ({ x, y }) => [width / 2 + (x - view.x) * view.scale, height / 2 - (y - view.y) * view.scale];
    }

    function lattice(pen, width, height, line, text) {
      const step = STEPS.find(s => s * view.scale >= 64) ?? STEPS.at(-1);
      pen.strokeStyle = line;
      pen.lineWidth = 1;
      pen.beginPath();
      const left = view.x - width / 2 / view.scale, bottom = view.y - height / 2 / view.scale;
      for (let x = Math.ceil(left / step) * step; (x - left) * view.scale < width; x += step) {
        const px = Math.round((x - left) * view.scale) + 0.5;
        pen.moveTo(px, 0); pen.lineTo(px, height);
      }
      for (let y = Math.ceil(bottom / step) * step; (y - bottom) * view.scale < height; y += step) {
        const py = Math.round(height - (y - bottom) * view.scale) + 0.5;
        pen.moveTo(0, py); pen.lineTo(width, py);
      }
      pen.stroke();
      pen.strokeStyle = pen.fillStyle = text;
      pen.beginPath();
      pen.moveTo(14.5, height - 16); pen.lineTo(14.5, height - 12.5); pen.lineTo(14.5 + step * view.scale, height - 12.5); pen.lineTo(14.5 + step * view.scale, height - 16);
      pen.stroke();
      pen.font = '11px system-ui, sans-serif';
      pen.fillText(step < 1000 ? `${step} m` : `${step / 1000} km`, 20, height - 18);
    }

    function dot(pen, device, colours) {
      const at = dots.get(device.sn), [x, y] = view.toScreen(at);
      const colour = colours[device.type] ?? colours.other;
      const pointed = props.pointed === device.sn;
      if (placed.value.length <= 80 || pointed) {
        pen.strokeStyle = colour;
        pen.globalAlpha = pointed ? 0.7 : 0.3;
        pen.lineWidth = 1.5;
        pen.beginPath();
        for (const past of at.trail) pen.lineTo(...view.toScreen(past));
        pen.lineTo(x, y);
        pen.stroke();
        pen.globalAlpha = 1;
      }
      const radius = (placed.value.length > 150 ? 3.5 : 5) + (pointed ? 2 : 0);
      if (device.faults || pointed) {
        pen.strokeStyle = device.faults ? colours.warning : colour;
        pen.lineWidth = 2;
        pen.beginPath(); pen.arc(x, y, radius + 3.5, 0, 7); pen.stroke();
      }
      pen.beginPath(); pen.arc(x, y, radius, 0, 7);
      pen.fillStyle = pen.strokeStyle = colour;
      if (device.online === false) { pen.lineWidth = 1.5; pen.stroke(); } else pen.fill();
    }

    function near({ offsetX, offsetY }) {
      let best = null, distance = 18;
      for (const device of placed.value) {
        const at = dots.get(device.sn);
        if (!at || !view?.toScreen) continue;
        const [x, y] = view.toScreen(at);
        const d = Math.hypot(x - offsetX, y - offsetY);
        if (d < distance) { best = { device, x, y }; distance = d; }
      }
      return best;
    }

    onMounted(() => { frame = requestAnimationFrame(draw); });
    onUnmounted(() => cancelAnimationFrame(frame));
    return { canvas, hint, placed, say,
      point: event => { hint.value = near(event); },
      pick: event => { const found = near(event); if (found) emit('pick', found.device.sn); } };
  },
  template: `
    <section class="map" :aria-label="say('map')">
      <canvas ref="canvas" role="img" :aria-label="say('mapLabel', placed.length)" :class="{ hit: hint }" @pointermove="point" @pointerleave="hint = null" @click="pick"></canvas>
      <p v-if="!placed.length" class="quiet">{{ say('mapEmpty') }}</p>
      <span v-if="hint" class="hint" :style="{ left: hint.x + 'px', top: hint.y + 'px' }">{{ hint.device.name || hint.device.sn }}</span>
    </section>`,
};
