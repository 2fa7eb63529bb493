import { Duration } from './duration.js';
import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { hangUp, under } from '../../state/calls.js';
import { devices } from '../../state/fleet.js';
import { say } from '../../state/locale.js';
import { to } from '../../state/route.js';
import { may } from '../../state/session.js';
import { task } from '../../state/task.js';

/** The calls that this page rang or answered, in every view, with how long they last. */
export const CallBar = {
  components: { Duration, Failure, Icon },
  setup() {
    const { busy, failure, run } = task(hangUp);
    const ends = call => call.role === 'callee' || may('actAsCaller');
    return { busy, failure, run, ends, under, to, say, nameOf: sn => devices.get(sn)?.name || sn };
  },
  template: `
    <section v-if="under.length" class="call-bar" :aria-label="say('view.calls')">
      <div v-for="call in under" :key="call.call_id" :class="call.state" :data-call="call.call_id">
        <Icon :name="call.state === 'connected' ? 'phone' : 'bell'"/>
        <p role="status"><a :href="to('calls', call.call_id)">{{ nameOf(call.device_id) }}</a>
          <span>{{ call.state === 'connected' && call.role === 'caller' ? say('connectedWith', call.answered_by) : say('callState.' + call.state) }}</span></p>
        <Duration :since="call.since"/>
        <button v-if="ends(call)" type="button" class="hang-up" :disabled="busy" @click="run(call)"><Icon name="hangup"/>{{ say(call.state === 'connected' ? 'hangUp' : 'cancel') }}</button>
      </div>
      <Failure v-if="failure" :failure="failure"/>
    </section>`,
};
