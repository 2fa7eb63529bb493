import { Duration } from './duration.js';
import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { incoming, reply } from '../../state/calls.js';
import { devices } from '../../state/fleet.js';
import { say } from '../../state/locale.js';
import { task } from '../../state/task.js';
import { hush, sounding } from '../../state/tone.js';
const { ref, computed, watch } = window.Vue;

/**
 * Who rings, over everything else, until it is answered or rejected. The focus goes to the words and not to a button: whoever
 * types as it rings must not answer by that. Esc silences.
 */
export const IncomingCall = {
  components: { Duration, Failure, Icon },
  setup() {
    const box = ref(null);
    const { busy, failure, run } = task(reply);
    const first = computed(() => incoming.value[0]);
    watch(() => first.value?.call_id, id => {
      failure.value = null;
      box.value.close();
      if (id) box.value.showModal();
    }, { flush: 'post' });
    return { box, busy, failure, run, first, incoming, sounding, hush, say, nameOf: sn => devices.get(sn)?.name || sn };
  },
  template: `
    <dialog ref="box" class="incoming" role="alertdialog" aria-labelledby="who-rings" :data-tone="sounding" @cancel.prevent="hush">
      <article v-if="first" :data-call="first.call_id">
        <span class="badge"><Icon name="door"/></span>
        <h2 id="who-rings" tabindex="-1" autofocus>{{ say('rings', nameOf(first.device_id)) }}</h2>
        <p class="quiet">{{ first.device_id }}<template v-if="first.expires_at"> · <Duration :until="first.expires_at"/></template><template v-if="incoming.length > 1"> · {{ say('moreRing', incoming.length - 1) }}</template></p>
        <Failure v-if="failure" :failure="failure"/>
        <footer>
          <button type="button" id="reject" :disabled="busy" @click="run(first, 'rejected')"><Icon name="hangup"/>{{ say('reject') }}</button>
          <button type="button" id="answer" :disabled="busy" :aria-busy="busy" @click="run(first, 'answered')"><Icon name="phone"/>{{ say('answer') }}</button>
        </footer>
        <button v-if="sounding" type="button" id="silence" class="plain" @click="hush">{{ say('silence') }}</button>
      </article>
    </dialog>`,
};
