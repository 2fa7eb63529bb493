import { servicesOf } from './catalogue.js';
import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { send } from '../../state/commands.js';
import { say, sayField, sayService } from '../../state/locale.js';
import { task } from '../../state/task.js';
const { ref, reactive, computed, watch } = window.Vue;

const OTHER = '';
const WAITS = [60_000, 3_600_000, 86_400_000]; // ms

/** Commands a device: a common service with its fields, or any service with its values as JSON. */
export const CommandForm = {
  props: ['device'],
  components: { Failure, Icon },
  setup(props) {
    const services = computed(() => servicesOf(props.device.type));
    const chosen = ref(Object.keys(services.value)[0]), fields = reactive({}), service = ref(''), json = ref('{}'), wrong = ref('');
    const wait = ref(WAITS.at(-1)), supersedes = ref(false);
    watch(chosen, name => {
      Object.keys(fields).forEach(key => delete fields[key]);
      for (const [key, { first }] of Object.entries(services.value[name] ?? {})) fields[key] = first;
    }, { immediate: true });

    function written() {
      const values = JSON.parse(json.value);
      if (values === null || typeof values !== 'object' || Array.isArray(values)) throw new SyntaxError(say('needsObject'));
      return { service: service.value.trim(), values };
    }
    const { busy, failure, run } = task(command => send(props.device.sn, { ...command, expires_in: wait.value, supersedes: supersedes.value || undefined }));
    function submit() {
      wrong.value = '';
      try {
        run(chosen.value === OTHER ? written() : { service: chosen.value, values: { ...fields } });
      } catch (problem) {
        wrong.value = problem.message;
      }
    }
    return { services, chosen, fields, service, json, wrong, wait, supersedes, busy, failure, submit, run, say, sayField, sayService, OTHER, WAITS };
  },
  template: `
    <form class="command-form" @submit.prevent="submit">
      <label>{{ say('command') }}
        <select id="service" v-model="chosen">
          <option v-for="(_, name) in services" :key="name" :value="name">{{ sayService(name) }}</option>
          <option :value="OTHER">{{ say('otherCommand') }}</option>
        </select></label>
      <template v-if="chosen === OTHER">
        <label>{{ say('service') }}<input v-model="service" required maxlength="64" spellcheck="false" autocapitalize="none"></label>
        <label>{{ say('valuesJson') }}<textarea class="code" v-model="json" rows="4" spellcheck="false" :aria-invalid="wrong ? 'true' : null"></textarea></label>
        <p v-if="wrong" class="fault" role="alert">{{ say('badJson', wrong) }}</p>
      </template>
      <label v-for="({ min, max, unit, choices }, key) in services[chosen]" :key="chosen + key">{{ sayField(key) }}
        <select v-if="choices" v-model="fields[key]"><option v-for="choice in choices" :key="choice" :value="choice">{{ sayField(choice) }}</option></select>
        <span v-else class="slider"><input type="range" :min="min" :max="max" v-model.number="fields[key]"><output>{{ fields[key] }} {{ unit }}</output></span></label>
      <details>
        <summary>{{ say('options') }}</summary>
        <label>{{ say('waitsFor') }}<select v-model="wait"><option v-for="(ms, i) in WAITS" :key="ms" :value="ms">{{ say('wait' + i) }}</option></select></label>
        <label><input type="checkbox" v-model="supersedes">{{ say('supersedes') }}</label>
      </details>
      <button id="send" type="submit" :aria-busy="busy" :disabled="busy"><Icon v-if="!busy" name="send"/>{{ say('send') }}</button>
      <small v-if="device.online === false">{{ say('sentLater') }}</small>
      <Failure v-if="failure" :failure="failure"/>
    </form>`,
};
