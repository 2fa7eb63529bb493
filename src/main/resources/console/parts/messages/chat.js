import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { Presence } from '../presence.js';
import { MessageItem } from './message-item.js';
import { firstSeq, looked, markRead, older, other, past, readAround, readNewer, readPresent, readThread, send, threads, titleOf } from '../../state/messages.js';
import { people, watchPeople } from '../../state/people.js';
import { isRoom, readRoom, roomOf, rooms } from '../../state/rooms.js';
import { count, say } from '../../state/locale.js';
import { go } from '../../state/route.js';
import { task } from '../../state/task.js';
const { ref, computed, watch, nextTick, onMounted, onUnmounted } = window.Vue;

const NEAR = 80; // px from the end that still count as being there
const REFUSED = { 403: 'roomOutside', 404: 'roomGone' };

/** One conversation, with another or in a room: what was said, and what is to be said; or, `at` a number, what was said there. */
export const Chat = {
  props: ['id', 'at', 'traced', 'inRoom'],
  emits: ['trace', 'room'],
  components: { Failure, Icon, MessageItem, Presence },
  setup(props) {
    const text = ref(''), list = ref(null), field = ref(null), inARoom = isRoom(props.id);
    const messages = computed(() => threads.get(props.id) ?? []), room = computed(() => rooms.get(roomOf(props.id)));
    const { busy, failure, run: read } = task(async () => {
      if (inARoom) await readRoom(roomOf(props.id));
      if (room.value?.passing) return; // nothing of it is kept
      await (props.at ? readAround(props.id, props.at) : past.has(props.id) ? readPresent(props.id) : readThread(props.id));
    });
    const { busy: reading, run: back } = task(async () => {
      const height = list.value.scrollHeight;
      await readThread(props.id, firstSeq(props.id));
      await nextTick();
      list.value.scrollTop += list.value.scrollHeight - height; // what one reads stays where it is
    });
    const { busy: going, run: onwards } = task(async () => { await readNewer(props.id); await nextTick(); });
    const toEnd = () => list.value?.scrollTo(0, list.value.scrollHeight);
    watch(() => messages.value.at(-1), async () => {
      const there = !list.value || list.value.scrollHeight - list.value.scrollTop - list.value.clientHeight < NEAR;
      const keeps = going.value || past.has(props.id);
      await nextTick();
      if (there && !keeps) toEnd();
    });
    async function submit() {
      const said = text.value.trim();
      if (!said) return;
      text.value = '';
      send(props.id, said);
      await nextTick();
      toEnd();
    }
    /** To what was found, or to the end; a screen reader reads what was found, as it gets the focus. */
    async function open() {
      await read();
      await nextTick();
      const hit = props.at && list.value?.querySelector(`[data-seq="${props.at}"]`);
      if (!hit) return toEnd();
      hit.scrollIntoView({ block: 'center' });
      hit.focus({ preventScroll: true });
    }
    watch(() => props.at, open);
    onMounted(async () => {
      looked.value = props.id;
      if (!props.at) field.value.focus({ preventScroll: true });
      if (!inARoom) watchPeople([other(props.id)]).catch(() => {}); // then it is unknown whether they are there
      await open();
      markRead(props.id);
    });
    onUnmounted(() => { if (looked.value === props.id) looked.value = null; });
    const toPresent = async () => {
      if (props.at) return go('messages', props.id);
      await readPresent(props.id);
      await nextTick();
      toEnd();
    };
    return { text, list, field, inARoom, room, messages, busy, failure, read, reading, back, going, onwards, toPresent, older, past, submit, other, titleOf, people, count, say, REFUSED };
  },
  template: `
    <section class="panel chat" :aria-label="titleOf(id)">
      <header><h2>{{ titleOf(id) }}</h2>
        <button v-if="inARoom" type="button" id="room-members" class="plain" :aria-expanded="inRoom" @click="$emit('room')"><Icon name="room"/>{{ room?.count ? count('memberCount', room.count) : say('members') }}</button>
        <Presence v-else :online="people.get(other(id))?.available"/></header>
      <Failure v-if="failure" :failure="failure" :retry="read" :instead="inARoom ? REFUSED : null"/>
      <div ref="list" class="said" role="log" tabindex="0" :aria-label="say('said')">
        <button v-if="older.get(id)" type="button" id="older-messages" class="secondary more" :disabled="reading" @click="back">{{ say('older') }}</button>
        <p v-if="!messages.length && !busy && !failure" class="quiet none">{{ inARoom ? say('nothingSaidHere') : say('nothingSaid', other(id)) }}</p>
        <ol><MessageItem v-for="message in messages" :key="message.msg_id ?? message.client_msg_id" :message="message" :hit="at === message.seq" :named="inARoom" :traced="traced === message.msg_id" @trace="$emit('trace', message)"/></ol>
        <p v-if="past.has(id)" class="past"><button type="button" id="newer-messages" class="secondary" :disabled="going" @click="onwards">{{ say('newer') }}</button>
          <button type="button" id="to-present" class="plain" @click="toPresent">{{ say('toPresent') }}</button></p>
      </div>
      <form class="say" @submit.prevent="submit">
        <input id="say" ref="field" v-model="text" autocomplete="off" maxlength="8000" :placeholder="say('sayTo', titleOf(id))" :aria-label="say('sayTo', titleOf(id))">
        <button id="say-it" type="submit" :disabled="!text.trim()"><Icon name="send"/>{{ say('send') }}</button>
      </form>
    </section>`,
};
