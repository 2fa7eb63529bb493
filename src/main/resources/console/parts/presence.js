import { say } from '../state/locale.js';
const { computed } = window.Vue;

/** Online or not: a filled or a hollow dot, and the word. */
export const Presence = {
  props: ['online'],
  setup: props => ({ say, word: computed(() => props.online === undefined ? 'isUnknown' : props.online ? 'isOnline' : 'isOffline') }),
  template: `<span class="presence" :class="word"><i></i><span>{{ say(word) }}</span></span>`,
};
