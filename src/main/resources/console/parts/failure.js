import { say } from '../state/locale.js';
import { Icon } from './icons.js';
const { computed } = window.Vue;

const TOLD = new Set([0, 400, 401, 403, 404, 409, 413, 429, 503]);

/**
 * Why something did not work, and what to do next; `retry` is called by the button, where trying again may help. `instead` has,
 * by code, the words for where the usual ones would not help.
 */
export const Failure = {
  props: ['failure', 'retry', 'instead'],
  components: { Icon },
  setup(props) {
    const code = computed(() => props.failure.code);
    return { say,
      what: computed(() => say(props.instead?.[code.value] ?? (TOLD.has(code.value) ? `failed${code.value}` : 'failedOther'))),
      detail: computed(() => code.value ? `${code.value} ${props.failure.message}` : ''),
      again: computed(() => props.retry && ![400, 401, 403, 404, 413].includes(code.value)) };
  },
  template: `
    <div class="failure" role="alert">
      <Icon name="alert"/>
      <p><b>{{ what }}</b><small v-if="detail">{{ detail }}</small></p>
      <button v-if="again" type="button" class="secondary" @click="retry()">{{ say('tryAgain') }}</button>
    </div>`,
};
