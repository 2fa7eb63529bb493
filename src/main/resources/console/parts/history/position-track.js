import { at, stretches } from './scale.js';
import { useWidth } from './width.js';
import { Plane } from '../map/places.js';
import { say } from '../../state/locale.js';
const { ref, computed } = window.Vue;

const HEIGHT = 220, MARGIN = 18, LEAST = 20; // px, metres
const ROUND = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 1_000_000];
const FADES = 6;

/** A piece cut where its age changes, each part fainter than the next; the parts touch. */
function faded(piece, age) {
  const parts = [];
  for (const [i, report] of piece.entries()) {
    const shade = age(report.ts);
    if (parts.at(-1)?.shade !== shade) parts.push({ shade, opacity: 0.15 + 0.85 * (shade + 1) / FADES, reports: i ? [piece[i - 1]] : [] });
    parts.at(-1).reports.push(report);
  }
  return parts;
}

/** The way a device went, its older parts fainter; the dot is where it was at `mark`, or is now. */
export const PositionTrack = {
  props: ['reports', 'window', 'mark'],
  setup(props) {
    const box = ref(null), width = useWidth(box);
    const located = computed(() => props.reports.filter(({ location }) => Number.isFinite(location?.lat) && Number.isFinite(location.lng)));
    const drawn = computed(() => {
      if (!located.value.length) return null;
      const plane = new Plane(located.value[0].location);
      const places = located.value.map(({ location }) => plane.place(location));
      const xs = places.map(place => place.x), ys = places.map(place => place.y);
      const west = Math.min(...xs), north = Math.max(...ys), across = Math.max(...xs) - west, down = north - Math.min(...ys);
      const scale = Math.min((width.value - 2 * MARGIN) / Math.max(LEAST, across), (HEIGHT - 2 * MARGIN) / Math.max(LEAST, down));
      const left = (width.value - across * scale) / 2, top = (HEIGHT - down * scale) / 2;
      const point = ({ x, y }) => [left + (x - west) * scale, top + (north - y) * scale];
      const [first, last] = [located.value[0].ts, located.value.at(-1).ts];
      const age = ts => Math.min(FADES - 1, Math.floor((ts - first) / (last - first + 1) * FADES));
      const parts = stretches(located.value, props.window).flatMap(piece => faded(piece, age).map(part => ({ opacity: part.opacity,
        points: part.reports.map(({ location }) => point(plane.place(location)).map(n => n.toFixed(1)).join(',')).join(' ') })));
      const step = ROUND.findLast(metres => metres * scale < width.value / 3) ?? ROUND[0];
      return { parts, step, ruler: step * scale, place: location => point(plane.place(location)) };
    });
    const dot = computed(() => {
      const report = drawn.value && (props.mark ? at(located.value, props.mark) : located.value.at(-1));
      return report && drawn.value.place(report.location);
    });
    return { box, width, drawn, dot, say, HEIGHT };
  },
  template: `
    <div ref="box" class="chart track">
      <svg role="img" :aria-label="say('trackChart')" :width="width" :height="HEIGHT">
        <template v-if="drawn">
          <polyline v-for="(part, i) in drawn.parts" :key="i" :points="part.points" :opacity="part.opacity"/>
          <circle v-if="dot" :cx="dot[0]" :cy="dot[1]" r="6"/>
          <g class="times"><path :d="'M12,' + (HEIGHT - 14) + 'v4h' + drawn.ruler + 'v-4'"/><text x="17" :y="HEIGHT - 16">{{ drawn.step < 1000 ? drawn.step + ' m' : drawn.step / 1000 + ' km' }}</text></g>
        </template>
        <text v-else class="none" :x="width / 2" :y="HEIGHT / 2" text-anchor="middle">{{ say('noPositions') }}</text>
      </svg>
    </div>`,
};
