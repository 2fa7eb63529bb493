import { raiseFault, simulation, start, stop } from '../simulation/simulator.js';
import { Icon } from './icons.js';
import { say } from '../state/locale.js';
import { may } from '../state/session.js';
const { ref, computed } = window.Vue;

const MOST = 200;

/** Starts and stops simulated devices, tells how far they are, and lets one have a fault. */
export const SimulatorPanel = {
  components: { Icon },
  setup() {
    const count = ref(8);
    const progress = computed(() => {
      const { phase, registered, connected, wanted } = simulation;
      return phase === 'registering' ? say('registering', registered, wanted) : say('connected', connected, wanted);
    });
    const done = computed(() => simulation.phase === 'registering' ? simulation.registered : simulation.connected);
    const begin = () => start(Math.min(MOST, Math.max(1, Math.round(count.value) || 8)));
    return { simulation, count, progress, done, begin, stop, raiseFault, may, say, MOST };
  },
  template: `
    <div class="simulator" v-if="may('registerDevices')">
      <form v-if="simulation.phase === 'idle'" @submit.prevent="begin">
        <label :title="say('howMany')"><span class="unseen">{{ say('howMany') }}</span><input id="simulated" type="number" min="1" :max="MOST" v-model.number="count"></label>
        <button id="simulate" type="submit">{{ say('simulate') }}</button>
      </form>
      <div v-else class="running" role="status">
        <progress :value="done" :max="simulation.wanted" :class="simulation.phase" :aria-label="progress"></progress>
        <span id="progress">{{ progress }}</span>
        <button v-if="simulation.phase === 'running'" id="fault" type="button" class="secondary" @click="raiseFault()"><Icon name="alert"/>{{ say('raiseFault') }}</button>
        <button id="stop" type="button" class="secondary" @click="stop">{{ say('stop') }}</button>
      </div>
      <p v-if="simulation.failed && simulation.phase !== 'idle'" class="fault" role="alert">{{ say('simulatorFailed', simulation.failed, simulation.error) }}</p>
    </div>`,
};
