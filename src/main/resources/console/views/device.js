import { AlertItem } from '../parts/alert-item.js';
import { CommandForm } from '../parts/command/command-form.js';
import { CommandList } from '../parts/command/command-list.js';
import { DesiredState } from '../parts/command/desired-state.js';
import { DeviceState } from '../parts/device-state.js';
import { Empty } from '../parts/empty.js';
import { HistoryPanel } from '../parts/history/history-panel.js';
import { Icon } from '../parts/icons.js';
import { Presence } from '../parts/presence.js';
import { Ago } from '../parts/ago.js';
import { ofDevice, read as readAlerts } from '../state/alerts.js';
import { read as readCommands } from '../state/commands.js';
import { devices, known } from '../state/fleet.js';
import { say, sayType } from '../state/locale.js';
import { route, to } from '../state/route.js';
import { task } from '../state/task.js';
import { raiseFault, running } from '../simulation/simulator.js';
const { computed, onMounted } = window.Vue;

/** One device: what it is, what is wrong with it, what can be asked of it, how it was. */
export const Device = {
  components: { Ago, AlertItem, CommandForm, CommandList, DesiredState, DeviceState, Empty, HistoryPanel, Icon, Presence },
  setup() {
    const sn = route.value.id;
    const alerts = computed(() => ofDevice(sn));
    const open = computed(() => alerts.value.filter(alert => alert.state !== 'cleared'));
    const past = computed(() => alerts.value.filter(alert => alert.state === 'cleared'));
    // What a gateway has no list of is left out; what is open comes with the connection anyway
    onMounted(() => { task(readAlerts).run({ sn }); task(readCommands).run(sn); });
    return { sn, alerts, open, past, known, device: computed(() => devices.get(sn)), simulated: computed(() => running.has(sn)), raiseFault, say, sayType, to };
  },
  template: `
    <main class="page device" v-if="device" :class="device.type">
      <header class="heading">
        <a class="back" :href="to('devices')" :aria-label="say('back')"><Icon name="back"/></a>
        <span class="badge"><Icon :name="device.type"/></span>
        <div class="title"><h1 tabindex="-1">{{ device.name || device.sn }}</h1>
          <p class="quiet">{{ sayType(device.type) }} · {{ device.sn }}</p></div>
        <Presence :online="device.online"/><small><Ago :at="device.ts"/></small>
        <button v-if="simulated" id="fault" type="button" class="secondary" @click="raiseFault(sn)"><Icon name="alert"/>{{ say('raiseFault') }}</button>
      </header>
      <ul v-if="open.length" class="alerts panel" :aria-label="say('view.alerts')"><AlertItem v-for="alert in open" :key="alert.alert_id" :alert="alert"/></ul>
      <div class="columns">
        <div>
          <DeviceState :device="device"/>
          <section class="panel commanding" aria-labelledby="commanding"><h2 id="commanding">{{ say('commands') }}</h2><CommandForm :device="device"/><CommandList :sn="sn"/><DesiredState :sn="sn"/></section>
        </div>
        <div>
          <HistoryPanel :device="device" :alerts="alerts"/>
          <section v-if="past.length" class="panel" aria-labelledby="past"><h2 id="past">{{ say('pastAlerts') }}</h2>
            <ul class="alerts"><AlertItem v-for="alert in past.slice(0, 20)" :key="alert.alert_id" :alert="alert"/></ul></section>
        </div>
      </div>
    </main>
    <main class="page" v-else-if="known"><Empty :title="say('unknownDevice')" :text="say('unknownDeviceText', sn)"><a role="button" class="secondary" :href="to('devices')">{{ say('toDevices') }}</a></Empty></main>
    <main class="page" v-else :aria-busy="true"></main>`,
};
