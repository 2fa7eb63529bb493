import { Icon } from './icons.js';
import { SECTIONS } from './fleet.js';
import { ago } from './clock.js';
import { say, saySection, sayType } from './locale.js';
const { computed } = window.Vue;

/** A trend as SVG points in a box of 100 × 24, the scale never finer than 4 units so that noise stays flat. */
export function points(trend, finest = 4) {
  const low = Math.min(...trend), span = Math.max(finest, Math.max(...trend) - low);
  const step = 100 / Math.max(1, trend.length - 1);
  return trend.map((value, i) => `${(i * step).toFixed(1)},${(22 - (value - low) / span * 20).toFixed(1)}`).join(' ');
}

export const Sparkline = {
  props: ['trend', 'finest'],
  setup: props => ({ line: computed(() => points(props.trend, props.finest)) }),
  template: `<svg class="sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true"><polyline :points="line"/></svg>`,
};

/** What a device said about its sections: fine ones quietly, the others with their message. */
export const Sections = {
  props: ['state'],
  components: { Icon },
  setup: props => ({
    saySection,
    sections: computed(() => SECTIONS.filter(name => props.state?.[name]).map(name => ({ name, ...props.state[name] }))),
  }),
  template: `
    <ul class="sections">
      <li v-for="s in sections" :key="s.name" class="chip" :class="{ warning: s.code }" :title="saySection(s.name) + (s.code ? ' ' + s.code : '')">
        <Icon :name="s.name"/><span>{{ s.code ? s.msg || s.code : saySection(s.name) }}</span>
      </li>
    </ul>`,
};

export const Battery = {
  props: ['level'],
  template: `
    <span class="battery" v-if="level !== null">
      <span class="bar" :class="{ low: level < 20 }"><i :style="{ width: level + '%' }"></i></span>
      <span class="figure">{{ Math.round(level) }} %</span>
    </span>
    <span class="battery none" v-else>–</span>`,
};

function setup({ device }) {
  const presence = computed(() => device.online === undefined ? 'isUnknown' : device.online ? 'isOnline' : 'isOffline');
  const position = computed(() => {
    const { lat, lng } = device.state?.location ?? {};
    return lat === undefined ? '' : `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
  });
  return { presence, position, seen: computed(() => ago(device.ts)), say, sayType };
}

const components = { Icon, Sparkline, Sections, Battery };

export const DeviceCard = {
  props: ['device', 'first'], components, setup,
  template: `
    <article class="card" :data-sn="device.sn" :data-version="device.version" :class="[device.type, { offline: device.online === false, attention: device.faults }]" :tabindex="first ? 0 : -1">
      <header>
        <span class="badge"><Icon :name="device.type"/></span>
        <span class="title"><b>{{ device.name || device.sn }}</b><small>{{ sayType(device.type) }}<template v-if="device.name"> · {{ device.sn }}</template></small></span>
        <span class="presence" :class="presence"><i></i>{{ say(presence) }}</span>
      </header>
      <div class="power">
        <Battery :level="device.level"/>
        <span :title="say('battery_trend', device.trend.length)"><Sparkline :trend="device.trend"/></span>
      </div>
      <Sections v-if="device.state" :state="device.state"/>
      <p v-else class="quiet">{{ say('noReport') }}</p>
      <footer>
        <span class="position">{{ position }}</span>
        <span v-if="device.state?.status !== undefined">{{ say('status') }} {{ device.state.status }}</span>
        <time>{{ seen }}</time>
      </footer>
    </article>`,
};

export const DeviceRow = {
  props: ['device', 'first'], components, setup,
  template: `
    <tr :data-sn="device.sn" :class="[device.type, { offline: device.online === false, attention: device.faults }]" :tabindex="first ? 0 : -1">
      <td><span class="presence" :class="presence" :title="say(presence)"><i></i></span></td>
      <th scope="row"><span class="name"><span class="badge"><Icon :name="device.type"/></span>{{ device.name || device.sn }}<small v-if="device.name">{{ device.sn }}</small></span></th>
      <td>{{ sayType(device.type) }}</td>
      <td class="number">{{ device.state?.status }}</td>
      <td><Battery :level="device.level"/></td>
      <td><Sections :state="device.state"/></td>
      <td class="position">{{ position }}</td>
      <td class="number">{{ seen }}</td>
    </tr>`,
};
