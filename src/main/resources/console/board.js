import { devices, known, rate, rates } from './fleet.js';
import { DeviceCard, DeviceRow, Sparkline } from './device-view.js';
import { DeviceMap } from './device-map.js';
import { SimulatorPanel } from './simulator-panel.js';
import { Icon, Mark } from './icons.js';
import { isAdmin } from './session.js';
import { say, sayType } from './locale.js';
const { ref, computed, nextTick } = window.Vue;

const collator = new Intl.Collator(undefined, { numeric: true });

/** All devices, live: the figures, the filter, the cards or table, the map. */
export const Board = {
  components: { DeviceCard, DeviceRow, DeviceMap, SimulatorPanel, Sparkline, Icon, Mark },
  setup() {
    const text = ref(''), type = ref(''), attention = ref(false), pointed = ref('');
    const layout = ref(localStorage.getItem('campanile.layout') ?? 'cards');
    const everyone = computed(() => [...devices.values()].sort((a, b) => collator.compare(a.sn, b.sn)));
    const types = computed(() => {
      const counts = new Map();
      for (const device of everyone.value) if (device.type) counts.set(device.type, (counts.get(device.type) ?? 0) + 1);
      return [...counts].sort(([a], [b]) => collator.compare(a, b));
    });
    const shown = computed(() => {
      const words = text.value.trim().toLowerCase();
      return everyone.value.filter(device => (!type.value || device.type === type.value)
        && (!attention.value || device.faults > 0)
        && (!words || `${device.name} ${device.sn} ${sayType(device.type)}`.toLowerCase().includes(words)));
    });
    const choose = chosen => { layout.value = chosen; localStorage.setItem('campanile.layout', chosen); };
    const showAll = () => { text.value = type.value = ''; attention.value = false; };
    async function pick(sn) {
      pointed.value = sn;
      await nextTick();
      document.querySelector(`[data-sn="${sn}"]`)?.focus();
    }
    const under = event => { pointed.value = event.target.closest?.('[data-sn]')?.dataset.sn ?? ''; };
    /** One tab stop for all devices; the arrow keys go from one to the next, in rows as they are laid out. */
    function walk(event) {
      const all = [...event.currentTarget.querySelectorAll('[data-sn]')];
      const columns = all.filter(one => one.offsetTop === all[0].offsetTop).length;
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
      const next = step && all[all.indexOf(document.activeElement) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
    return {
      text, type, types, attention, pointed, layout, everyone, known, shown, rate, rates, choose, showAll, pick, under, walk, say, sayType, isAdmin,
      online: computed(() => everyone.value.filter(d => d.online).length),
      faulty: computed(() => everyone.value.filter(d => d.faults).length),
      rateText: computed(() => rate.value < 10 ? rate.value.toFixed(1) : Math.round(rate.value).toString()),
      one: (key, n) => say(n === 1 ? `${key}1` : key),
    };
  },
  template: `
    <main>
      <section v-if="everyone.length" class="figures">
        <dl>
          <div><dd id="devices">{{ everyone.length }}</dd><dt>{{ one('devices', everyone.length) }}</dt></div>
          <div><dd id="online">{{ online }}</dd><dt>{{ say('online') }}</dt></div>
          <div :class="{ warning: faulty }"><dd>{{ faulty }}</dd><dt>{{ one('attention', faulty) }}</dt></div>
          <div><dd id="rate">{{ rateText }}</dd><dt>{{ say('rate') }}</dt></div>
          <div class="pulse"><Sparkline :trend="rates" :finest="8"/></div>
        </dl>
        <SimulatorPanel/>
      </section>

      <div v-if="!everyone.length && known" class="empty">
        <Mark/>
        <h2>{{ say('emptyTitle') }}</h2>
        <p>{{ say(isAdmin() ? 'emptyAdmin' : 'emptyOther') }}</p>
        <SimulatorPanel/>
        <p v-if="isAdmin()" class="quiet">{{ say('emptyApi') }}</p>
      </div>

      <template v-if="everyone.length">
        <nav class="filters">
          <div class="choices" role="toolbar" :aria-label="say('type')">
            <button type="button" :aria-pressed="!type && !attention" @click="showAll">{{ say('all') }} <i>{{ everyone.length }}</i></button>
            <button type="button" v-for="[name, n] in types" :key="name" :class="name" :aria-pressed="type === name" @click="type = type === name ? '' : name">
              <Icon :name="name"/>{{ sayType(name) }} <i>{{ n }}</i></button>
            <button v-if="faulty || attention" type="button" class="warning" :aria-pressed="attention" @click="attention = !attention">{{ say('faulty') }} <i>{{ faulty }}</i></button>
          </div>
          <input id="find" type="search" @keydown.esc="text = ''" v-model="text" :placeholder="say('search')" :aria-label="say('search')">
          <div class="choices layout" role="toolbar">
            <button type="button" v-for="name in ['cards', 'table']" :key="name" :aria-pressed="layout === name" :title="say(name)" :aria-label="say(name)" @click="choose(name)"><Icon :name="name"/></button>
          </div>
        </nav>

        <div class="board" :class="'as-' + layout">
          <DeviceMap :devices="shown" :pointed="pointed" @pick="pick"/>
          <div class="fleet" @pointerover="under" @focusin="under" @pointerleave="pointed = ''" @keydown="walk">
            <div v-if="!shown.length" class="empty">
              <h2>{{ say('noneTitle') }}</h2><p>{{ say('noneText') }}</p>
              <button type="button" class="secondary" @click="showAll">{{ say('showAll') }}</button>
            </div>
            <div v-else-if="layout === 'cards'" class="cards"><DeviceCard v-for="(device, i) in shown" :key="device.sn" :device="device" :first="i === 0"/></div>
            <div v-else class="sheet"><table>
              <thead><tr><th></th><th v-for="key in ['device', 'type', 'status', 'battery', 'sections', 'position', 'seen']" :key="key" scope="col">{{ say(key) }}</th></tr></thead>
              <tbody><DeviceRow v-for="(device, i) in shown" :key="device.sn" :device="device" :first="i === 0"/></tbody>
            </table></div>
          </div>
        </div>
      </template>
    </main>`,
};
