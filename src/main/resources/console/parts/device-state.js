import { Battery } from './battery.js';
import { Sections } from './sections.js';
import { say } from '../state/locale.js';
const { computed } = window.Vue;

const text = value => typeof value === 'string' ? value : JSON.stringify(value);

/** What a device last said of itself, whatever its type: battery, position, sections, and its own properties. */
export const DeviceState = {
  props: ['device'],
  components: { Battery, Sections },
  setup: props => ({ text, say,
    position: computed(() => {
      const { lat, lng } = props.device.state?.location ?? {};
      return lat === undefined ? '–' : `${lat}, ${lng}`;
    }),
    properties: computed(() => Object.entries(props.device.state?.properties ?? {})) }),
  template: `
    <section class="panel state-panel" aria-labelledby="state"><h2 id="state">{{ say('state') }}</h2>
      <p v-if="!(device.version > 0)" class="quiet">{{ say('noReport') }}</p>
      <template v-else>
        <dl>
          <div><dt>{{ say('battery') }}</dt><dd><Battery :level="device.level"/></dd></div>
          <div><dt>{{ say('position') }}</dt><dd class="position">{{ position }}</dd></div>
          <div><dt>{{ say('status') }}</dt><dd>{{ device.state.status ?? '–' }}</dd></div>
          <div><dt>{{ say('updates') }}</dt><dd>{{ device.version }}</dd></div>
          <div v-for="[key, value] in properties" :key="key"><dt><code>{{ key }}</code></dt><dd>{{ text(value) }}</dd></div>
        </dl>
        <Sections :device="device"/>
      </template>
    </section>`,
};
