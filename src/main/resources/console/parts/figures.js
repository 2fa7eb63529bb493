import { SimulatorPanel } from './simulator-panel.js';
import { Sparkline } from './sparkline.js';
import { counts, everyone } from '../state/filter.js';
import { count, say } from '../state/locale.js';
import { rate, rates } from '../state/pulse.js';
const { computed } = window.Vue;

/** The fleet in four figures. */
export const Figures = {
  components: { SimulatorPanel, Sparkline },
  setup: () => ({ counts, everyone, rates, count, say,
    rateText: computed(() => rate.value < 10 ? rate.value.toFixed(1) : Math.round(rate.value).toString()) }),
  template: `
    <section class="figures">
      <dl>
        <div><dd id="devices">{{ everyone.length }}</dd><dt>{{ count('devices', everyone.length) }}</dt></div>
        <div><dd id="online">{{ counts.online }}</dd><dt>{{ say('isOnline') }}</dt></div>
        <div :class="{ warning: counts.attention }"><dd id="attention">{{ counts.attention }}</dd><dt>{{ count('attention', counts.attention) }}</dt></div>
        <div><dd id="rate">{{ rateText }}</dd><dt>{{ say('rate') }}</dt></div>
        <div class="pulse"><Sparkline :trend="rates" :finest="8"/></div>
      </dl>
      <SimulatorPanel/>
    </section>`,
};
