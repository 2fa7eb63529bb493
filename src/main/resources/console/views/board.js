import { DeviceCard, DeviceRow } from '../parts/device-card.js';
import { DeviceMap } from '../parts/map/device-map.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { Figures } from '../parts/figures.js';
import { Filters } from '../parts/filters.js';
import { SimulatorPanel } from '../parts/simulator-panel.js';
import { everyone, shown, showAll } from '../state/filter.js';
import { known, load, unlisted } from '../state/fleet.js';
import { say } from '../state/locale.js';
import { go } from '../state/route.js';
import { may } from '../state/session.js';
const { ref } = window.Vue;

const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 'row', ArrowUp: '-row' };

/** One tab stop for all devices; the arrow keys go from one to the next, in rows as they are laid out. */
function walk(event) {
  const all = [...event.currentTarget.querySelectorAll('a.cover')], step = STEPS[event.key];
  if (!step || !all.length) return;
  const tops = all.map(one => one.closest('[data-sn]').offsetTop);
  const columns = tops.filter(top => top === tops[0]).length;
  const next = all[all.indexOf(document.activeElement) + (step === 'row' ? columns : step === '-row' ? -columns : step)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** All devices, live: the figures, the filter, the cards or table, the map. */
export const Board = {
  components: { DeviceCard, DeviceRow, DeviceMap, Empty, Failure, Figures, Filters, SimulatorPanel },
  setup() {
    const pointed = ref(''), layout = ref(localStorage.getItem('campanile.layout') ?? 'cards');
    const choose = chosen => { layout.value = chosen; localStorage.setItem('campanile.layout', chosen); };
    const under = event => { pointed.value = event.target.closest?.('[data-sn]')?.dataset.sn ?? ''; };
    return { everyone, shown, showAll, known, load, unlisted, pointed, layout, choose, under, walk, go, say, may,
      columns: ['device', 'type', 'status', 'battery', 'sections', 'position', 'seen'] };
  },
  template: `
    <main>
      <h1 class="unseen" tabindex="-1">{{ say('view.devices') }}</h1>
      <Failure v-if="unlisted" :failure="unlisted" :retry="load"/>
      <Empty v-if="!everyone.length && known && !unlisted" :title="say('emptyTitle')" :text="say(may('registerDevices') ? 'emptyAdmin' : 'emptyOther')">
        <SimulatorPanel/>
        <p v-if="may('registerDevices')" class="quiet">{{ say('emptyApi') }}</p>
      </Empty>
      <template v-if="everyone.length">
        <Figures/>
        <Filters :layout="layout" @layout="choose"/>
        <div class="board" :class="'as-' + layout">
          <DeviceMap :devices="shown" :pointed="pointed" @pick="go('devices', $event)"/>
          <div class="fleet" @pointerover="under" @focusin="under" @pointerleave="pointed = ''" @keydown="walk">
            <div v-if="!shown.length" class="empty">
              <h2>{{ say('noneTitle') }}</h2><p>{{ say('noneText') }}</p>
              <button type="button" class="secondary" @click="showAll">{{ say('showAll') }}</button>
            </div>
            <div v-else-if="layout === 'cards'" class="cards"><DeviceCard v-for="(device, i) in shown" :key="device.sn" :device="device" :first="i === 0"/></div>
            <div v-else class="sheet"><table role="table">
              <thead role="rowgroup"><tr role="row"><th v-for="key in columns" :key="key" scope="col" role="columnheader">{{ say(key) }}</th></tr></thead>
              <tbody role="rowgroup"><DeviceRow v-for="(device, i) in shown" :key="device.sn" :device="device" :first="i === 0"/></tbody>
            </table></div>
          </div>
        </div>
      </template>
    </main>`,
};
