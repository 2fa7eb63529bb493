import { LEFT, RIGHT, stretches, ticks, timeScale } from './scale.js';
import { useWidth } from './width.js';
import { day, minute } from '../../state/clock.js';
import { say } from '../../state/locale.js';
const { ref, computed } = window.Vue;

const HEIGHT = 190, TOP = 10, FLOOR = HEIGHT - 22;
const LEVELS = [0, 25, 50, 75, 100];
const DAY = 86_400_000;

const y = level => FLOOR - (FLOOR - TOP) * level / 100;

/** The battery over time, a gap where nothing was said; `mark` is the time looked at. */
export const BatteryChart = {
  props: ['reports', 'window', 'mark'],
  emits: ['look'],
  setup(props, { emit }) {
    const box = ref(null), width = useWidth(box);
    const scale = computed(() => timeScale(props.window, LEFT, width.value - RIGHT));
    const strokes = computed(() => stretches(props.reports.filter(report => Number.isFinite(report.electricity?.level)), props.window).map(piece => {
      const points = piece.map(({ ts, electricity }) => [scale.value.x(ts).toFixed(1), y(electricity.level).toFixed(1)]);
      const line = points.join('L');
      return { line: `M${line}`, area: `M${points[0][0]},${FLOOR}L${line}L${points.at(-1)[0]},${FLOOR}Z` };
    }));
    const times = computed(() => {
      const { step, at } = ticks(props.window, width.value / 80);
      return at.map(ts => ({ ts, x: scale.value.x(ts), text: step >= DAY ? day(ts) : minute(ts) }));
    });
    const look = event => emit('look', scale.value.ts(Math.min(width.value - RIGHT, Math.max(LEFT, event.offsetX))));
    return { box, width, strokes, times, look, y, say, markAt: computed(() => props.mark && scale.value.x(props.mark)), HEIGHT, LEFT, RIGHT, TOP, FLOOR, LEVELS };
  },
  template: `
    <div ref="box" class="chart">
      <svg role="img" :aria-label="say('batteryChart')" :width="width" :height="HEIGHT" @pointermove="look" @pointerdown="look">
        <g class="grid"><template v-for="level in LEVELS" :key="level"><line :x1="LEFT" :x2="width - RIGHT" :y1="y(level)" :y2="y(level)"/><text :x="LEFT - 8" :y="y(level) + 4" text-anchor="end">{{ level }}%</text></template></g>
        <g class="times"><text v-for="time in times" :key="time.ts" :x="time.x" :y="HEIGHT - 5" text-anchor="middle">{{ time.text }}</text></g>
        <template v-for="(stroke, i) in strokes" :key="i"><path class="area" :d="stroke.area"/><path class="line" :d="stroke.line"/></template>
        <line v-if="mark" class="mark" :x1="markAt" :x2="markAt" :y1="TOP" :y2="FLOOR"/>
      </svg>
    </div>`,
};
