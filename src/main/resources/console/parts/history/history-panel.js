import { BatteryChart } from './battery-chart.js';
import { PositionTrack } from './position-track.js';
import { SectionLanes } from './section-lanes.js';
import { PERIODS, at } from './scale.js';
import { Failure } from '../failure.js';
import { moment, now } from '../../state/clock.js';
import { read } from '../../state/history.js';
import { say } from '../../state/locale.js';
import { task } from '../../state/task.js';
const { ref, shallowRef, computed, watch, onMounted } = window.Vue;

const MOST = 1500; // reports kept

/** A device over a chosen time, up to now: battery, position, what was wrong; with a slider to look at one moment. */
export const HistoryPanel = {
  props: ['device', 'alerts'],
  components: { BatteryChart, PositionTrack, SectionLanes, Failure },
  setup(props) {
    const period = ref(PERIODS[0]), end = ref(Date.now()), known = shallowRef([]), mark = ref(null);
    const window = computed(() => [end.value - period.value, end.value]);
    const reports = computed(() => known.value.filter(({ ts }) => ts >= window.value[0]));
    const { busy, failure, run: load } = task(async () => {
      end.value = Date.now();
      const asked = period.value;
      const found = await read(props.device.sn, ...window.value);
      if (asked === period.value) known.value = found;
    });
    const choose = ms => { period.value = ms; mark.value = null; known.value = []; load(); };
    const seen = computed(() => at(reports.value, mark.value ?? Infinity));
    onMounted(load);
    // What is pushed belongs to the history; a push carries the merged state, which a report leaves it as.
    watch(() => props.device.version, () => {
      const { state, ts } = props.device;
      if (!state || ts <= (known.value.at(-1)?.ts ?? 0)) return;
      known.value = [...known.value.slice(-MOST), { ...state, ts, report_id: `push-${ts}` }];
    });
    watch(now, ts => { end.value = ts; });
    return { period, window, reports, mark, seen, busy, failure, load, choose, moment, say, PERIODS };
  },
  template: `
    <section class="panel history" aria-labelledby="history">
      <header><h2 id="history">{{ say('history') }}</h2>
        <div class="choices" role="group" :aria-label="say('period')">
          <button type="button" v-for="(ms, i) in PERIODS" :key="ms" :aria-pressed="period === ms" @click="choose(ms)">{{ say('period' + i) }}</button>
        </div></header>
      <Failure v-if="failure" :failure="failure" :retry="load"/>
      <p v-else-if="!reports.length" class="quiet none" :aria-busy="busy">{{ say(busy ? 'loading' : 'noReports') }}</p>
      <template v-if="reports.length">
        <div class="looked-at" aria-live="off">
          <span><b>{{ mark ? moment(seen?.ts ?? mark) : say('rightNow') }}</b></span>
          <span v-if="!seen">{{ say('silentThen') }}</span>
          <span v-if="seen?.electricity">{{ say('battery') }} <b>{{ seen.electricity.level }} %</b></span>
          <span v-if="seen?.location?.lat !== undefined" class="position">{{ seen.location.lat }}, {{ seen.location.lng }}</span>
        </div>
        <BatteryChart :reports="reports" :window="window" :mark="mark" @look="mark = $event"/>
        <label class="scrub"><span class="unseen">{{ say('lookAt') }}</span>
          <input type="range" :min="window[0]" :max="window[1]" :step="period / 200" :value="mark ?? window[1]" :aria-valuetext="moment(mark ?? window[1])" @input="mark = Number($event.target.value)" @keydown.esc="mark = null"></label>
        <SectionLanes :reports="reports" :alerts="alerts" :window="window" :mark="mark"/>
        <PositionTrack :reports="reports" :window="window" :mark="mark"/>
      </template>
    </section>`,
};
