import { LEFT, RIGHT, timeScale } from './scale.js';
import { useWidth } from './width.js';
import { SECTIONS } from '../../state/fleet.js';
import { moment } from '../../state/clock.js';
import { say, saySection } from '../../state/locale.js';
const { ref, computed } = window.Vue;

const LANE = 24, THINNEST = 3;

/** The times at which each section had a code other than 0: from the alerts, which are complete, and the reports between. */
function faults(section, reports, alerts, [from, to]) {
  const spans = alerts.filter(alert => alert.section === section)
    .map(({ raised_at, cleared_at, code, msg }) => ({ start: Math.max(from, raised_at), end: cleared_at ?? to, code, msg }));
  let open = null;
  for (const { ts, [section]: said } of reports) {
    if (!said) continue;
    if (open && said.code !== open.code) { open.end = ts; open = null; }
    if (said.code && !open) spans.push(open = { start: ts, end: to, code: said.code, msg: said.msg });
  }
  return spans;
}

/** A lane for each section, a bar where it was not well, in the words the device used. */
export const SectionLanes = {
  props: ['reports', 'alerts', 'window', 'mark'],
  setup(props) {
    const box = ref(null), width = useWidth(box);
    const scale = computed(() => timeScale(props.window, LEFT, width.value - RIGHT));
    const judged = computed(() => props.alerts.filter(alert => alert.raised_at <= props.window[1] && (alert.cleared_at ?? props.window[1]) >= props.window[0]));
    const sections = computed(() => [...new Set([...SECTIONS.filter(section => props.reports.some(report => report[section])), ...judged.value.map(({ section }) => section)])]);
    const lanes = computed(() => sections.value.map(section => ({ section,
      bars: faults(section, props.reports, judged.value, props.window).map(({ start, end, code, msg }) => ({ code, msg, start, x: scale.value.x(start), width: Math.max(THINNEST, scale.value.x(end) - scale.value.x(start)) })) })));
    return { box, width, lanes, moment, say, saySection, markAt: computed(() => props.mark && scale.value.x(props.mark)), LANE, LEFT, RIGHT };
  },
  template: `
    <div ref="box" class="chart lanes">
      <svg role="img" :aria-label="say('lanesChart')" :width="width" :height="lanes.length * LANE">
        <g v-for="({ section, bars }, i) in lanes" :key="section" :transform="'translate(0 ' + i * LANE + ')'">
          <text x="0" :y="LANE / 2 + 4">{{ saySection(section) }}</text>
          <line class="ground" :x1="LEFT" :x2="width - RIGHT" :y1="LANE / 2" :y2="LANE / 2"/>
          <rect v-for="(bar, n) in bars" :key="n" :x="bar.x" y="5" :width="bar.width" :height="LANE - 10" rx="3"><title>{{ bar.msg || bar.code }} · {{ moment(bar.start) }}</title></rect>
        </g>
        <line v-if="mark" class="mark" :x1="markAt" :x2="markAt" y1="0" :y2="lanes.length * LANE"/>
      </svg>
    </div>`,
};
