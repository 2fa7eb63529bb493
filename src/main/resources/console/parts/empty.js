import { Mark } from './icons.js';

/** Where nothing is yet: what would be here and, in the slot, what to do next. */
export const Empty = {
  props: ['title', 'text'],
  components: { Mark },
  template: `<div class="empty"><Mark/><h2>{{ title }}</h2><p>{{ text }}</p><slot/></div>`,
};
