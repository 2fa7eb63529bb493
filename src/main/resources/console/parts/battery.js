import { say } from '../state/locale.js';

export const LOW = 20; // percent

export const Battery = {
  props: ['level'],
  setup: () => ({ LOW, say }),
  template: `
    <span class="battery" v-if="level !== null">
      <span class="bar" :class="{ low: level < LOW }"><i :style="{ width: level + '%' }"></i></span>
      <span class="figure" :class="{ low: level < LOW }"><span class="unseen">{{ say('battery') }} </span>{{ Math.round(level) }} %</span>
    </span>
    <span class="battery none" v-else>–</span>`,
};
