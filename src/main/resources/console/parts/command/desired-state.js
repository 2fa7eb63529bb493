import { Icon } from '../icons.js';
import { desired, ofDevice } from '../../state/commands.js';
import { say, sayField, sayService } from '../../state/locale.js';
const { shallowRef, computed, watch } = window.Vue;

const text = values => Object.entries(values).map(([key, value]) => `${sayField(key)} ${typeof value === 'string' ? sayField(value) : JSON.stringify(value)}`).join(', ');
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What a device was told to be, each with whether it said that it is. */
export const DesiredState = {
  props: ['sn'],
  components: { Icon },
  setup(props) {
    const shadow = shallowRef(null);
    // Asked again when a command changes; what a gateway does not tell is not shown
    watch(() => ofDevice(props.sn).map(({ state }) => state).join(), async () => { shadow.value = await desired(props.sn).catch(() => null); }, { immediate: true });
    const rows = computed(() => Object.entries(shadow.value?.desired ?? {}).filter(([, values]) => Object.keys(values ?? {}).length)
      .map(([service, values]) => ({ service, values, reached: same(values, shadow.value.reported?.[service]) })));
    return { shadow, rows, text, say, sayService };
  },
  template: `
    <details v-if="rows.length" class="desired"><summary>{{ say('desired') }} · {{ say('versions', shadow.reported_version, shadow.desired_version) }}</summary>
      <dl class="facts headers"><div v-for="{ service, values, reached } in rows" :key="service"><dt>{{ sayService(service) }}</dt>
        <dd><Icon :name="reached ? 'check' : 'clock'"/>{{ text(values) }} · {{ say(reached ? 'isSo' : 'notYet') }}</dd></div></dl></details>`,
};
