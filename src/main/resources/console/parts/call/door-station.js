import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { ring } from '../../state/calls.js';
import { everyone } from '../../state/filter.js';
import { say } from '../../state/locale.js';
import { go } from '../../state/route.js';
import { task } from '../../state/task.js';
const { ref, computed } = window.Vue;

const WHOM = ['everyone', 'household_number', 'resident_id', 'phone'];

/** Rings as a door station does: from a device, for everyone linked to it or for some of them. */
export const DoorStation = {
  components: { Failure, Icon },
  setup() {
    const chosen = ref(''), whom = ref('everyone'), target = ref('');
    const door = computed({ get: () => chosen.value || everyone.value[0]?.sn || '', set: sn => { chosen.value = sn; } });
    const { busy, failure, run } = task(async () => {
      go('calls', await ring(door.value, whom.value === 'everyone' ? {} : { [whom.value]: target.value }));
    });
    return { door, whom, target, busy, failure, run, everyone, say, WHOM };
  },
  template: `
    <form v-if="everyone.length" class="panel door-station" aria-labelledby="door-station" @submit.prevent="run">
      <h2 id="door-station">{{ say('doorStation') }}</h2>
      <label>{{ say('device') }}<select id="door" v-model="door"><option v-for="{ sn, name } in everyone" :key="sn" :value="sn">{{ name || sn }}</option></select></label>
      <label>{{ say('ringWhom') }}<select id="whom" v-model="whom"><option v-for="kind in WHOM" :key="kind" :value="kind">{{ say('whom.' + kind) }}</option></select></label>
      <label v-if="whom !== 'everyone'">{{ say('whom.' + whom) }}<input id="target" v-model.trim="target" required autocomplete="off"></label>
      <button type="submit" id="ring" :disabled="busy" :aria-busy="busy"><Icon name="bell"/>{{ say('ringBell') }}</button>
      <Failure v-if="failure" :failure="failure" :retry="run"/>
    </form>`,
};
