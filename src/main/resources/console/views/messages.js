import { Chat } from '../parts/messages/chat.js';
import { ConversationList } from '../parts/messages/conversation-list.js';
import { MessageTrace } from '../parts/messages/message-trace.js';
import { RoomPanel } from '../parts/messages/room-panel.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { newestFirst, unlisted } from '../state/messages.js';
import { say } from '../state/locale.js';
import { route } from '../state/route.js';
const { ref, shallowRef, computed, watch } = window.Vue;

const CONVERSATION = /^(u:[\w-]{1,32}:[\w-]{1,32}|r:[\w-]{1,32})$/;

/** What people write to each other, live. */
export const Messages = {
  components: { Chat, ConversationList, Empty, Failure, MessageTrace, RoomPanel },
  setup() {
    const id = computed(() => CONVERSATION.test(route.value.id) ? route.value.id : null), at = computed(() => Number(route.value.at) || null);
    const traced = shallowRef(null), inRoom = ref(false); // one of them is beside the chat
    const leave = () => { traced.value = null; inRoom.value = false; };
    watch(id, leave);
    const show = message => { inRoom.value = false; traced.value = traced.value?.msg_id === message.msg_id ? null : message; };
    const showRoom = () => { traced.value = null; inRoom.value = !inRoom.value; };
    return { id, at, traced, inRoom, show, showRoom, leave, newestFirst, unlisted, say };
  },
  template: `
    <main class="page messages">
      <header class="heading"><h1 tabindex="-1">{{ say('view.messages') }}</h1></header>
      <Failure v-if="unlisted" :failure="unlisted"/>
      <div class="columns master" :class="{ tracing: traced || inRoom }">
        <ConversationList/>
        <Chat v-if="id" :key="id" :id="id" :at="at" :traced="traced?.msg_id" :in-room="inRoom" @trace="show" @room="showRoom"/>
        <Empty v-else :title="say('noChatTitle')" :text="say(newestFirst.length ? 'noChatText' : 'firstChatText')"/>
        <MessageTrace v-if="traced" :message="traced" @close="leave"/>
        <RoomPanel v-else-if="inRoom" :id="id" @close="leave"/>
      </div>
    </main>`,
};
