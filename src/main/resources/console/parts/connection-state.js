import { now } from '../state/clock.js';
import { connection, gateway } from '../state/connection.js';
import { say } from '../state/locale.js';
const { computed } = window.Vue;

const EXPLAINED = new Set([1000, 1008, 3003, 4001]); // close codes

/** Whether the page is live and, where it is not, when it will be or what helps. */
export const ConnectionState = {
  setup: () => ({ connection, gateway, say,
    told: computed(() => {
      const { name, until, code } = connection.value;
      if (name === 'waiting') return say('waiting', Math.max(1, Math.ceil((until - now.value) / 1000)));
      return say(name === 'closed' && EXPLAINED.has(code) ? `closed${code}` : name);
    }) }),
  template: `
    <span id="connection" class="connection" :class="connection.name" role="status"><i></i>{{ told }}</span>
    <button v-if="['waiting', 'closed'].includes(connection.name)" type="button" class="plain" @click="gateway.connect()">{{ say(connection.name === 'closed' ? 'reconnect' : 'retryNow') }}</button>`,
};
