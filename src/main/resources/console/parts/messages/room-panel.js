import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { Presence } from '../presence.js';
import { confirmed } from '../confirm.js';
import { forget, titleOf } from '../../state/messages.js';
import { notify } from '../../state/notices.js';
import { people, watchPeople } from '../../state/people.js';
import { addMember, joinRoom, leaveRoom, readMembers, readRoom, removeMember, roomOf, rooms } from '../../state/rooms.js';
import { say } from '../../state/locale.js';
import { go } from '../../state/route.js';
import { session } from '../../state/session.js';
import { task } from '../../state/task.js';
const { ref, computed, watch, onMounted } = window.Vue;

const REFUSED = { 403: 'roomClosed', 404: 'noSuchUser' };

/** Who is in a room; its owner adds and removes them, everybody may leave. */
export const RoomPanel = {
  props: ['id'],
  emits: ['close'],
  components: { Failure, Icon, Presence },
  setup(props) {
    const room_id = roomOf(props.id), user = ref(''), me = session.value?.user_id;
    const room = computed(() => rooms.get(room_id)), owns = computed(() => room.value?.owner_id === me);
    watch(() => room.value?.members, members => { if (members?.length) watchPeople(members).catch(() => {}); }, { immediate: true });
    const { busy, failure, run } = task((work, ...values) => work(room_id, ...values));
    onMounted(() => run(readRoom));
    async function add() {
      await run(addMember, user.value.trim());
      if (!failure.value) user.value = '';
    }
    async function leave() {
      const name = titleOf(props.id), passing = room.value.passing;
      const text = say(passing ? 'leavePassingText' : room.value.open ? 'leaveOpenText' : 'leaveText');
      if (!await confirmed({ title: say('leaveTitle', name), text, action: say('leave') })) return;
      await run(leaveRoom);
      if (failure.value) return;
      if (passing) forget(props.id);
      notify({ text: say('hasLeft', name) });
      go('messages');
    }
    return { room, owns, me, user, people, busy, failure, run, add, leave, joinRoom, readMembers, readRoom, removeMember, REFUSED, say };
  },
  template: `
    <aside class="panel members" :aria-label="say('members')" :aria-busy="busy" @keydown.esc="$emit('close')">
      <header><h2>{{ say('members') }}</h2>
        <span><button type="button" class="plain" :disabled="busy" @click="run(readRoom)">{{ say('lookAgain') }}</button>
        <button type="button" class="plain" :title="say('dismiss')" @click="$emit('close')"><Icon name="close"/><span class="unseen">{{ say('dismiss') }}</span></button></span></header>
      <Failure v-if="failure" :failure="failure" :retry="() => run(readRoom)" :instead="REFUSED"/>
      <template v-if="room?.outside"><p class="quiet">{{ say(room.outside === 404 ? 'roomGone' : 'roomOutside') }}</p>
        <footer><button type="button" id="come-in" :disabled="busy" @click="run(joinRoom)">{{ say('join') }}</button></footer></template>
      <template v-else-if="room">
        <p v-if="room.passing" class="quiet">{{ say('passingRoom') }}</p>
        <ul class="people">
          <li v-for="member in room.members" :key="member" class="row" :data-member="member">
            <b>{{ member }}<small v-if="member === room.owner_id"> {{ say('owner') }}</small></b><Presence :online="member === me || people.get(member)?.available"/>
            <button v-if="owns && member !== me" type="button" class="plain" :disabled="busy" :title="say('removeMember', member)" @click="run(removeMember, member)"><Icon name="close"/><span class="unseen">{{ say('removeMember', member) }}</span></button>
          </li>
        </ul>
        <button v-if="room.has_more" type="button" class="secondary more" :disabled="busy" @click="run(readMembers)">{{ say('morePeople') }}</button>
        <form v-if="owns" class="begin" @submit.prevent="add">
          <input id="add-member" v-model="user" required maxlength="32" pattern="[A-Za-z0-9_\\-]+" autocapitalize="none" spellcheck="false" :placeholder="say('addMember')" :aria-label="say('addMember')">
          <button type="submit" class="secondary" :disabled="busy">{{ say('add') }}</button>
        </form>
        <footer><button type="button" id="leave-room" class="secondary" :disabled="busy" @click="leave">{{ say('leave') }}</button></footer>
      </template>
    </aside>`,
};
