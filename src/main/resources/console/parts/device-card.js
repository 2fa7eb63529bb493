import { Ago } from './ago.js';
import { Battery } from './battery.js';
import { Icon } from './icons.js';
import { Presence } from './presence.js';
import { Sections } from './sections.js';
import { Sparkline } from './sparkline.js';
import { needsAttention } from '../state/attention.js';
import { say, sayType } from '../state/locale.js';
import { to } from '../state/route.js';
const { computed } = window.Vue;

const components = { Ago, Battery, Icon, Presence, Sections, Sparkline };

function setup({ device }) {
  const position = computed(() => {
    const { lat, lng } = device.state?.location ?? {};
    return Number.isFinite(lat) && Number.isFinite(lng) ? `${lat.toFixed(5)}, ${lng.toFixed(5)}` : '';
  });
  const attention = computed(() => needsAttention(device));
  return { position, attention, say, sayType, to };
}

/** A device on the board; the whole card leads to its page. `first` is the one that the tab key reaches. */
export const DeviceCard = {
  props: ['device', 'first'], components, setup,
  template: `
    <article class="card" :data-sn="device.sn" :data-version="device.version" :class="[device.type, { offline: device.online === false, attention }]">
      <header>
        <span class="badge"><Icon :name="device.type"/></span>
        <span class="title">
          <a class="cover" :href="to('devices', device.sn)" :tabindex="first ? 0 : -1">{{ device.name || device.sn }}</a>
          <small>{{ sayType(device.type) }}<template v-if="device.name"> · {{ device.sn }}</template></small>
        </span>
        <Presence :online="device.online"/>
      </header>
      <div class="power">
        <Battery :level="device.level"/>
        <span :title="say('batteryTrend', device.trend.length)"><Sparkline :trend="device.trend"/></span>
      </div>
      <Sections v-if="device.version > 0" :device="device"/>
      <p v-else class="quiet">{{ say('noReport') }}</p>
      <footer><span class="position">{{ position }}</span><Ago :at="device.ts"/></footer>
    </article>`,
};

/** The same as a row of the table. */
export const DeviceRow = {
  props: ['device', 'first'], components, setup,
  template: `
    <tr role="row" :data-sn="device.sn" :class="[device.type, { offline: device.online === false, attention }]">
      <th scope="row" role="rowheader"><span class="name"><span class="badge"><Icon :name="device.type"/></span>
        <a class="cover" :href="to('devices', device.sn)" :tabindex="first ? 0 : -1">{{ device.name || device.sn }}</a><small>{{ device.sn }}</small></span></th>
      <td role="cell">{{ sayType(device.type) }}</td>
      <td role="cell"><Presence :online="device.online"/></td>
      <td role="cell"><Battery :level="device.level"/></td>
      <td role="cell"><Sections :device="device"/></td>
      <td role="cell" class="position">{{ position }}</td>
      <td role="cell" class="number"><Ago :at="device.ts"/></td>
    </tr>`,
};
