import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { Presence } from '../presence.js';
import { MessageItem } from './message-item.js';
import { firstSeq, looked, markRead, older, other, readThread, send, threads } from '../../state/messages.js';
import { people, watchPeople } from '../../state/people.js';
import { say } from '../../state/locale.js';
import { task } from '../../state/task.js';
const { ref, computed, watch, nextTick, onMounted, onUnmounted } = window.Vue;

const NEAR = 80; // px from the end that still count as being there

/** One conversation: what was said, and what is to be said. */
export const Chat = {
  props: ['id', 'traced'],
  emits: ['trace'],
  components: { Failure, Icon, MessageItem, Presence },
  setup(props) {
    const text = ref(''), list = ref(null), field = ref(null);
    const messages = computed(() => threads.get(props.id) ?? []);
    const { busy, failure, run: read } = task(() => readThread(props.id));
    const { busy: reading, run: back } = task(async () => {
      const height = list.value.scrollHeight;
      await readThread(props.id, firstSeq(props.id));
      await nextTick();
      list.value.scrollTop += list.value.scrollHeight - height; // what one reads stays where it is
    });
    const toEnd = () => list.value?.scrollTo(0, list.value.scrollHeight);
    watch(() => messages.value.at(-1), async () => {
      const there = !list.value || list.value.scrollHeight - list.value.scrollTop - list.value.clientHeight < NEAR;
      await nextTick();
      if (there) toEnd();
    });
    async function submit() {
      const said = text.value.trim();
      if (!said) return;
      text.value = '';
      send(other(props.id), said);
      await nextTick();
      toEnd();
    }
    onMounted(async () => {
      looked.value = props.id;
      field.value.focus({ preventScroll: true });
      watchPeople([other(props.id)]).catch(() => {}); // then it is unknown whether they are there
      await read();
      toEnd();
      markRead(props.id);
    });
    onUnmounted(() => { if (looked.value === props.id) looked.value = null; });
    return { text, list, field, messages, busy, failure, read, reading, back, older, submit, other, people, say };
  },
  template: `
    <section class="panel chat" :aria-label="other(id)">
      <header><h2>{{ other(id) }}</h2><Presence :online="people.get(other(id))?.available"/></header>
      <Failure v-if="failure" :failure="failure" :retry="read"/>
      <div ref="list" class="said" role="log" tabindex="0" :aria-label="say('said')">
        <button v-if="older.get(id)" type="button" id="older-messages" class="secondary more" :disabled="reading" @click="back">{{ say('older') }}</button>
        <p v-if="!messages.length && !busy && !failure" class="quiet none">{{ say('nothingSaid', other(id)) }}</p>
        <ol><MessageItem v-for="message in messages" :key="message.msg_id ?? message.client_msg_id" :message="message" :traced="traced === message.msg_id" @trace="$emit('trace', message)"/></ol>
      </div>
      <form class="say" @submit.prevent="submit">
        <input id="say" ref="field" v-model="text" autocomplete="off" maxlength="8000" :placeholder="say('sayTo', other(id))" :aria-label="say('sayTo', other(id))">
        <button id="say-it" type="submit" :disabled="!text.trim()"><Icon name="send"/>{{ say('send') }}</button>
      </form>
    </section>`,
};
