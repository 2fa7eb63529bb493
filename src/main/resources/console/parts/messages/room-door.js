import { Failure } from '../failure.js';
import { conversationIn, joinRoom, makeRoom } from '../../state/rooms.js';
import { say } from '../../state/locale.js';
import { go } from '../../state/route.js';
import { task } from '../../state/task.js';
const { ref } = window.Vue;

const REFUSED = { 403: 'roomClosed', 409: 'roomTaken' };

/** The way into a room: one that is there, or one that is made. */
export const RoomDoor = {
  components: { Failure },
  setup() {
    const room = ref(''), name = ref(''), open = ref(false), box = ref(null);
    const { busy, failure, run } = task(async enter => {
      const id = room.value.trim();
      await enter(id);
      room.value = name.value = '';
      box.value.open = false;
      go('messages', conversationIn(id));
    });
    const join = () => run(joinRoom), make = () => box.value.querySelector('form').reportValidity() && run(id => makeRoom(id, name.value.trim(), open.value));
    return { room, name, open, box, busy, failure, join, make, REFUSED, say };
  },
  template: `
    <details ref="box" class="people">
      <summary id="to-a-room">{{ say('rooms') }}</summary>
      <form class="room" @submit.prevent="join">
        <label>{{ say('roomId') }}<input id="room-id" v-model="room" required maxlength="32" pattern="[A-Za-z0-9_\\-]+" autocapitalize="none" spellcheck="false" aria-describedby="passing-room"></label>
        <button id="join-room" type="submit" :disabled="busy">{{ say('join') }}</button>
        <small id="passing-room">{{ say('joinHint') }}</small>
        <label>{{ say('roomName') }}<input id="room-name" v-model="name" maxlength="200"></label>
        <label><input id="room-open" v-model="open" type="checkbox">{{ say('roomOpen') }}</label>
        <button id="make-room" type="button" class="secondary" :disabled="busy" @click="make">{{ say('makeRoom') }}</button>
      </form>
      <Failure v-if="failure" :failure="failure" :instead="REFUSED"/>
    </details>`,
};
