import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { timeOfDay } from '../../state/clock.js';
import { trace } from '../../state/messages.js';
import { say, sayEvent } from '../../state/locale.js';
import { task } from '../../state/task.js';
const { shallowRef, watch } = window.Vue;

/** What became of one message: the verdict, and what led to it. */
export const MessageTrace = {
  props: ['message'],
  emits: ['close'],
  components: { Failure, Icon },
  setup(props) {
    const found = shallowRef(null);
    const { busy, failure, run } = task(async () => { found.value = await trace(props.message.msg_id); });
    watch(() => props.message.msg_id, run, { immediate: true });
    return { found, busy, failure, run, timeOfDay, say, sayEvent };
  },
  template: `
    <aside class="panel trace" :aria-label="say('trace')" :aria-busy="busy" @keydown.esc="$emit('close')">
      <header><h2>{{ say('trace') }}</h2>
        <span><button type="button" class="plain" :disabled="busy" @click="run">{{ say('lookAgain') }}</button>
        <button type="button" class="plain" :title="say('dismiss')" @click="$emit('close')"><Icon name="close"/><span class="unseen">{{ say('dismiss') }}</span></button></span></header>
      <Failure v-if="failure" :failure="failure" :retry="run"/>
      <template v-if="found">
        <p class="verdict" :class="{ warning: ['dead', 'expired'].includes(found.state) }"><Icon :name="found.state === 'delivered' ? 'check' : 'clock'"/>{{ found.verdict }}</p>
        <ol class="timeline"><li v-for="({ at, event, user_id, client_id, node, detail }, i) in found.events" :key="i">
          <time>{{ timeOfDay(at) }}</time><i></i><p><b>{{ sayEvent(event) }}</b><small>{{ [user_id, client_id, node].filter(Boolean).join(' · ') }}</small><small v-if="detail">{{ detail }}</small></p></li></ol>
      </template>
    </aside>`,
};
