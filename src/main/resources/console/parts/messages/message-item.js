import { Icon } from '../icons.js';
import { Marked } from './marked.js';
import { minute, moment } from '../../state/clock.js';
import { isOwn, stateOf, textOf } from '../../state/messages.js';
import { pieces, sought } from '../../state/search.js';
import { say } from '../../state/locale.js';
const { computed } = window.Vue;

const MARKS = { sending: 'clock', refused: 'alert', expired: 'clock', sent: 'check', delivered: 'checks', read: 'checks' };

/** One message; of an own one, how far it has come; of one that was found, what was sought. Its time leads to its trace. */
export const MessageItem = {
  props: ['message', 'traced', 'hit', 'named'],
  emits: ['trace'],
  components: { Icon, Marked },
  setup(props) {
    const own = computed(() => isOwn(props.message)), state = computed(() => stateOf(props.message));
    const parts = computed(() => pieces(textOf(props.message), props.hit ? sought.value : ''));
    return { own, parts, state, mark: computed(() => MARKS[state.value]), iso: computed(() => new Date(props.message.timestamp).toISOString()), minute, moment, say };
  },
  template: `
    <li class="message" :class="[own ? 'own' : 'others', state, { hit }]" :data-message="message.msg_id" :data-seq="message.seq" :tabindex="hit ? -1 : null">
      <b v-if="named && !own" class="by">{{ message.sender_id }}</b>
      <p><Marked :pieces="parts"/></p>
      <p v-if="message.why" class="fault" role="alert">{{ message.why }}</p>
      <footer>
        <button v-if="message.msg_id" type="button" class="plain" :aria-pressed="traced" :title="say('showTrace')" @click="$emit('trace', message)"><time :datetime="iso" :title="moment(message.timestamp)">{{ minute(message.timestamp) }}</time></button>
        <time v-else :datetime="iso">{{ minute(message.timestamp) }}</time>
        <span v-if="own" class="mark-of" :title="say('message.' + state)"><Icon :name="mark"/><span class="unseen">{{ say('message.' + state) }}</span></span>
      </footer>
    </li>`,
};
