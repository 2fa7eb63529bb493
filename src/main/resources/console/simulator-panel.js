import { simulation, start, stop } from './simulator.js';
import { isAdmin } from './session.js';
import { say } from './locale.js';
const { ref, computed } = window.Vue;

/** Starts and stops simulated devices and tells how far they are. */
export const SimulatorPanel = {
  setup() {
    const count = ref(8);
    const progress = computed(() => {
      const { phase, registered, connected, wanted } = simulation;
      if (phase === 'idle') return '';
      return phase === 'registering' ? say('registering', registered, wanted) : say('connected', connected, wanted);
    });
    const done = computed(() => simulation.phase === 'registering' ? simulation.registered : simulation.connected);
    const begin = () => start(Math.min(200, Math.max(1, Math.round(count.value) || 8)));
    return { simulation, count, progress, done, begin, stop, isAdmin, say };
  },
  template: `
    <div class="simulator" v-if="isAdmin()">
      <form v-if="simulation.phase === 'idle'" @submit.prevent="begin">
        <label :title="say('howMany')"><span class="unseen">{{ say('howMany') }}</span><input id="simulated" type="number" min="1" max="200" v-model.number="count"></label>
        <button id="simulate" type="submit">{{ say('simulate') }}</button>
      </form>
      <div v-else class="running" role="status">
        <progress :value="done" :max="simulation.wanted" :class="simulation.phase"></progress>
        <span id="progress">{{ progress }}</span>
        <button id="stop" type="button" class="secondary" @click="stop">{{ say('stop') }}</button>
      </div>
      <p v-if="simulation.failed && simulation.phase !== 'idle'" class="fault" role="alert">{{ say('simulatorFailed', simulation.failed, simulation.error) }}</p>
    </div>`,
};
