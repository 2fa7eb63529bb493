import { Icon } from '../icons.js';
import { minute, moment } from '../../state/clock.js';
import { isOwn, stateOf, textOf } from '../../state/messages.js';
import { say } from '../../state/locale.js';
const { computed } = window.Vue;

const MARKS = { sending: 'clock', refused: 'alert', expired: 'clock', sent: 'check', delivered: 'checks', read: 'checks' };

/** One message; of an own one, how far it has come. Its time leads to its trace. */
export const MessageItem = {
  props: ['message', 'traced'],
  emits: ['trace'],
  components: { Icon },
  setup(props) {
    const own = computed(() => isOwn(props.message)), state = computed(() => stateOf(props.message));
    return { own, state, mark: computed(() => MARKS[state.value]), iso: computed(() => new Date(props.message.timestamp).toISOString()), textOf, minute, moment, say };
  },
  template: `
    <li class="message" :class="[own ? 'own' : 'others', state]" :data-message="message.msg_id">
      <p>{{ textOf(message) }}</p>
      <p v-if="message.why" class="fault" role="alert">{{ message.why }}</p>
      <footer>
        <button v-if="message.msg_id" type="button" class="plain" :aria-pressed="traced" :title="say('showTrace')" @click="$emit('trace', message)"><time :datetime="iso" :title="moment(message.timestamp)">{{ minute(message.timestamp) }}</time></button>
        <time v-else :datetime="iso">{{ minute(message.timestamp) }}</time>
        <span v-if="own" class="mark-of" :title="say('message.' + state)"><Icon :name="mark"/><span class="unseen">{{ say('message.' + state) }}</span></span>
      </footer>
    </li>`,
};
