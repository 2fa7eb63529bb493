import { Ago } from '../ago.js';
import { Icon } from '../icons.js';
import { MessageSearch } from './message-search.js';
import { PresentPeople } from './present-people.js';
import { RoomDoor } from './room-door.js';
import { conversations, conversationWith, isOwn, newestFirst, textOf, titleOf } from '../../state/messages.js';
import { conversationIn, isRoom, rooms } from '../../state/rooms.js';
import { say } from '../../state/locale.js';
import { go, route, to } from '../../state/route.js';
const { ref, computed } = window.Vue;

/** The user's conversations, the newest first; the ways to what was said, to who is there, and to a new one. */
export const ConversationList = {
  components: { Ago, Icon, MessageSearch, PresentPeople, RoomDoor },
  setup() {
    const user = ref('');
    function begin() {
      go('messages', conversationWith(user.value.trim()));
      user.value = '';
    }
    // The gateway lists a room with its first message
    const silent = computed(() => [...rooms.values()].filter(({ outside }) => !outside).map(({ room_id }) => conversationIn(room_id)).filter(id => !conversations.has(id)));
    const shown = last => isOwn(last) ? say('youSaid', textOf(last)) : last.room_id ? say('saidBy', last.sender_id, textOf(last)) : textOf(last);
    return { user, begin, silent, shown, newestFirst, isRoom, titleOf, route, to, say };
  },
  template: `
    <nav class="panel rows conversations" :aria-label="say('conversations')">
      <MessageSearch>
        <form class="begin" @submit.prevent="begin">
          <input id="write-to" v-model="user" required maxlength="32" pattern="[A-Za-z0-9_\\-]+" autocapitalize="none" spellcheck="false" :placeholder="say('writeTo')" :aria-label="say('writeTo')">
          <button type="submit" class="secondary" :title="say('begin')"><Icon name="send"/><span class="unseen">{{ say('begin') }}</span></button>
        </form>
        <RoomDoor/>
        <PresentPeople/>
        <div v-for="id in silent" :key="id" class="row" :data-conversation="id">
          <a :href="to('messages', id)" :aria-current="route.id === id || null"><b><Icon name="room"/>{{ titleOf(id) }}</b><small class="last">{{ say('nothingSaidHere') }}</small></a>
        </div>
        <div v-for="{ conversation_id: id, last_message: last, unread } in newestFirst" :key="id" class="row" :data-conversation="id">
          <a :href="to('messages', id)" :aria-current="route.id === id || null"><b><Icon v-if="isRoom(id)" name="room"/>{{ titleOf(id) }}</b>
            <small class="last">{{ shown(last) }}</small><small><Ago :at="last.timestamp"/></small></a>
          <b v-if="unread" class="count">{{ unread }}<span class="unseen"> {{ say('unreadMessages') }}</span></b>
        </div>
      </MessageSearch>
    </nav>`,
};
