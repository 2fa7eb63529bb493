import { span } from './duration.js';
import { Failure } from '../failure.js';
import { look } from '../../state/calls.js';
import { moment, timeOfDay } from '../../state/clock.js';
import { devices } from '../../state/fleet.js';
import { say } from '../../state/locale.js';
import { to } from '../../state/route.js';
import { task } from '../../state/task.js';
const { computed, onMounted } = window.Vue;

/** One call: who, how it ended, and step by step how it came to that. */
export const CallDetail = {
  props: ['call'],
  components: { Failure },
  setup(props) {
    const { busy, failure, run } = task(() => look(props.call.call_id));
    onMounted(run);
    const lasted = computed(() => props.call.answered_at && props.call.ended_at ? span(props.call.ended_at - props.call.answered_at) : '');
    return { busy, failure, run, lasted, device: computed(() => devices.get(props.call.device_id)), moment, timeOfDay, to, say };
  },
  template: `
    <section class="panel call-detail" aria-labelledby="the-call" :class="call.state">
      <header><h2 id="the-call"><a :href="to('devices', call.device_id)">{{ device?.name || call.device_id }}</a></h2>
        <span class="status">{{ say(call.end_reason ? 'end.' + call.end_reason : 'callState.' + call.state) }}</span></header>
      <Failure v-if="failure" :failure="failure" :retry="run"/>
      <dl class="facts">
        <div><dt>{{ say('beganAt') }}</dt><dd>{{ moment(call.created_at) }}</dd></div>
        <div><dt>{{ say('rang') }}</dt><dd>{{ call.target_resident_ids?.join(', ') }}</dd></div>
        <div v-if="call.answered_by"><dt>{{ say('answeredBy') }}</dt><dd>{{ call.answered_by }}</dd></div>
        <div v-if="lasted"><dt>{{ say('lasted') }}</dt><dd>{{ lasted }}</dd></div>
        <div><dt>{{ say('callId') }}</dt><dd><code>{{ call.call_id }}</code></dd></div>
      </dl>
      <ol class="timeline" :aria-label="say('timeline')">
        <li v-for="(event, i) in call.events" :key="i" :class="event.action">
          <time>{{ timeOfDay(event.timestamp) }}</time><i></i>
          <p><b>{{ say('callEvent.' + event.action) }}</b><template v-if="event.resident_id || event.by"> {{ event.resident_id || event.by }}</template><small v-if="event.reason">{{ event.reason }}</small></p>
        </li>
      </ol>
    </section>`,
};
