import { Failure } from '../failure.js';
import { Presence } from '../presence.js';
import { conversationWith } from '../../state/messages.js';
import { more, present, readPresent } from '../../state/people.js';
import { say } from '../../state/locale.js';
import { to } from '../../state/route.js';
import { task } from '../../state/task.js';

/** Who is there now, each a way to write to them. It is read when it is opened, and live from then on. */
export const PresentPeople = {
  components: { Failure, Presence },
  setup() {
    const { busy, failure, run } = task(onwards => readPresent(onwards === true));
    const opened = ({ target }) => { if (target.open) run(); };
    return { busy, failure, run, opened, more, present, conversationWith, to, say };
  },
  template: `
    <details class="people" @toggle="opened">
      <summary id="who-is-there">{{ say('whoIsThere') }}</summary>
      <Failure v-if="failure" :failure="failure" :retry="run"/>
      <p v-else-if="!present.length && !busy" class="quiet">{{ say('nobodyThere') }}</p>
      <div v-for="{ user_id: user } in present" :key="user" class="row" :data-user="user">
        <a :href="to('messages', conversationWith(user))"><b>{{ user }}</b><Presence :online="true"/></a>
      </div>
      <button v-if="more" type="button" class="secondary more" :disabled="busy" @click="run(true)">{{ say('morePeople') }}</button>
    </details>`,
};
