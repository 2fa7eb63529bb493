import { Ago } from '../parts/ago.js';
import { CallDetail } from '../parts/call/call-detail.js';
import { DoorStation } from '../parts/call/door-station.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icons.js';
import { past, read } from '../state/calls.js';
import { devices } from '../state/fleet.js';
import { say } from '../state/locale.js';
import { route, to } from '../state/route.js';
import { task } from '../state/task.js';
const { ref, computed, onMounted } = window.Vue;

/** A door to ring at, the calls there were, and how each of them went. */
export const Calls = {
  components: { Ago, CallDetail, DoorStation, Empty, Failure, Icon },
  setup() {
    const more = ref(false);
    const { busy, failure, run } = task(async older => {
      more.value = (await read(older === true ? { to: past.value.at(-1)?.created_at - 1 } : {})).has_more;
    });
    const shown = computed(() => past.value.find(({ call_id }) => call_id === route.value.id) ?? past.value[0]);
    onMounted(run);
    return { busy, failure, run, more, past, shown, to, say, nameOf: sn => devices.get(sn)?.name || sn };
  },
  template: `
    <main class="page">
      <header class="heading"><h1 tabindex="-1">{{ say('view.calls') }}</h1></header>
      <Failure v-if="failure" :failure="failure" :retry="run"/>
      <div class="columns master">
        <div>
          <DoorStation/>
          <nav v-if="past.length" class="panel rows" :aria-label="say('view.calls')">
            <a v-for="call in past" :key="call.call_id" :href="to('calls', call.call_id)" :aria-current="call === shown || null" :data-call="call.call_id" :class="call.state">
              <b>{{ nameOf(call.device_id) }}</b><small>{{ say(call.end_reason ? 'end.' + call.end_reason : 'callState.' + call.state) }} · <Ago :at="call.created_at"/></small></a>
            <button v-if="more" type="button" class="secondary more" :disabled="busy" @click="run(true)">{{ say('older') }}</button>
          </nav>
        </div>
        <CallDetail v-if="shown" :key="shown.call_id" :call="shown"/>
        <Empty v-else-if="!busy && !failure" :title="say('noCallsTitle')" :text="say('noCallsText')"/>
      </div>
    </main>`,
};
