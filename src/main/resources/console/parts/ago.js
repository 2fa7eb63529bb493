import { ago, moment } from '../state/clock.js';

/** How long ago, ticking; a component of its own, so that a second redraws these few characters and not the card around them. */
export const Ago = {
  props: ['at'],
  setup: () => ({ ago, moment, iso: at => new Date(at).toISOString() }),
  template: `<time v-if="at" :datetime="iso(at)" :title="moment(at)">{{ ago(at) }}</time><span v-else>{{ ago(0) }}</span>`,
};
