import { Chat } from '../parts/messages/chat.js';
import { ConversationList } from '../parts/messages/conversation-list.js';
import { MessageTrace } from '../parts/messages/message-trace.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { newestFirst, unlisted } from '../state/messages.js';
import { say } from '../state/locale.js';
import { route } from '../state/route.js';
const { shallowRef, computed, watch } = window.Vue;

const PAIR = /^u:[\w-]{1,32}:[\w-]{1,32}$/;

/** What people write to each other, live. */
export const Messages = {
  components: { Chat, ConversationList, Empty, Failure, MessageTrace },
  setup() {
    const traced = shallowRef(null), id = computed(() => PAIR.test(route.value.id) ? route.value.id : null);
    watch(id, () => { traced.value = null; });
    const show = message => { traced.value = traced.value?.msg_id === message.msg_id ? null : message; };
    return { id, traced, show, newestFirst, unlisted, say };
  },
  template: `
    <main class="page messages">
      <header class="heading"><h1 tabindex="-1">{{ say('view.messages') }}</h1></header>
      <Failure v-if="unlisted" :failure="unlisted"/>
      <div class="columns master" :class="{ tracing: traced }">
        <ConversationList/>
        <Chat v-if="id" :key="id" :id="id" :traced="traced?.msg_id" @trace="show"/>
        <Empty v-else :title="say('noChatTitle')" :text="say(newestFirst.length ? 'noChatText' : 'firstChatText')"/>
        <MessageTrace v-if="traced" :message="traced" @close="traced = null"/>
      </div>
    </main>`,
};
