import { Ago } from '../ago.js';
import { Icon } from '../icons.js';
import { PresentPeople } from './present-people.js';
import { conversationWith, isOwn, newestFirst, other, textOf } from '../../state/messages.js';
import { say } from '../../state/locale.js';
import { go, route, to } from '../../state/route.js';
const { ref } = window.Vue;

/** The user's conversations, the newest first, and the way to a new one. */
export const ConversationList = {
  components: { Ago, Icon, PresentPeople },
  setup() {
    const user = ref('');
    function begin() {
      go('messages', conversationWith(user.value.trim()));
      user.value = '';
    }
    return { user, begin, newestFirst, other, textOf, isOwn, route, to, say };
  },
  template: `
    <nav class="panel rows conversations" :aria-label="say('conversations')">
      <form class="begin" @submit.prevent="begin">
        <input id="write-to" v-model="user" required maxlength="32" pattern="[A-Za-z0-9_\\-]+" autocapitalize="none" spellcheck="false" :placeholder="say('writeTo')" :aria-label="say('writeTo')">
        <button type="submit" class="secondary" :title="say('begin')"><Icon name="send"/><span class="unseen">{{ say('begin') }}</span></button>
      </form>
      <PresentPeople/>
      <div v-for="{ conversation_id: id, last_message: last, unread } in newestFirst" :key="id" class="row" :data-conversation="id">
        <a :href="to('messages', id)" :aria-current="route.id === id || null"><b>{{ other(id) }}</b>
          <small class="last">{{ isOwn(last) ? say('youSaid', textOf(last)) : textOf(last) }}</small><small><Ago :at="last.timestamp"/></small></a>
        <b v-if="unread" class="count">{{ unread }}<span class="unseen"> {{ say('unreadMessages') }}</span></b>
      </div>
    </nav>`,
};
