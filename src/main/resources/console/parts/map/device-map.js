import { Camera } from './camera.js';
import { Painter, palette } from './painter.js';
import { Places } from './places.js';
import { dark } from '../../state/theme.js';
import { say } from '../../state/locale.js';
const { ref, computed, watch, onMounted, onUnmounted } = window.Vue;

const NEAR = 18; // px
const quiet = matchMedia('(prefers-reduced-motion: reduce)');

/** All devices as dots by latitude and longitude, gliding from report to report. The scale follows them. */
export const DeviceMap = {
  props: ['devices', 'pointed'],
  emits: ['pick'],
  setup(props, { emit }) {
    const canvas = ref(null), hint = ref(null);
    const camera = new Camera(), places = new Places();
    const placed = computed(() => props.devices.filter(({ state }) => Number.isFinite(state?.location?.lat) && Number.isFinite(state.location.lng)));
    let colours = null, frame = 0, last = 0;

    /** Draws, and again as long as something moves. */
    function draw(at) {
      frame = 0;
      const { clientWidth: width, clientHeight: height } = canvas.value;
      const pen = sized(width, height), elapsed = Math.min(1000, at - last);
      last = at;
      if (!placed.value.length || !width) return;
      const arrived = places.move(placed.value, elapsed, quiet.matches);
      const settled = camera.follow(places.targets(placed.value), width, height, elapsed, quiet.matches);
      const painter = new Painter(pen, camera, places, colours ??= palette(canvas.value, dark.value));
      painter.lattice();
      painter.dots(placed.value, props.pointed);
      if (!arrived || !settled) again();
    }

    function sized(width, height) {
      const across = Math.round(width * devicePixelRatio), down = Math.round(height * devicePixelRatio);
      if (canvas.value.width !== across || canvas.value.height !== down) Object.assign(canvas.value, { width: across, height: down });
      const pen = canvas.value.getContext('2d');
      pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      pen.clearRect(0, 0, width, height);
      return pen;
    }

    function again() { frame ||= requestAnimationFrame(draw); }

    function near({ offsetX, offsetY }) {
      let best = null, distance = NEAR;
      for (const device of placed.value) {
        const at = places.of(device.sn);
        if (!at) continue;
        const [x, y] = camera.toScreen(at), d = Math.hypot(x - offsetX, y - offsetY);
        if (d < distance) { best = { device, x, y }; distance = d; }
      }
      return best;
    }

    const resizing = new ResizeObserver(again);
    onMounted(() => { resizing.observe(canvas.value); again(); });
    onUnmounted(() => { resizing.disconnect(); cancelAnimationFrame(frame); });
    watch(() => [props.pointed, ...placed.value.map(device => device.version), ...placed.value.map(device => device.online)], again);
    watch(dark, () => { colours = null; again(); }, { flush: 'post' });
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
