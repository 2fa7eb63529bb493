import { Ago } from '../parts/ago.js';
import { LetterDetail } from '../parts/dead-letters/letter-detail.js';
import { LetterTools } from '../parts/dead-letters/letter-tools.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { letters, more, read } from '../state/dead-letters.js';
import { flows, read as readFlows } from '../state/flows.js';
import { say } from '../state/locale.js';
import { route, to } from '../state/route.js';
import { may } from '../state/session.js';
import { task } from '../state/task.js';
const { ref, reactive, computed, watch, onMounted } = window.Vue;

/** What could not be processed: to be looked at, repaired, sent again or put away. */
export const DeadLetters = {
  components: { Ago, Empty, Failure, LetterDetail, LetterTools },
  setup() {
    const filter = reactive({ flow: '', replayed: 'false' }), chosen = ref([]);
    const { busy, failure, run } = task(onwards => read(filter, onwards === true));
    const names = computed(() => [...new Set([...(flows.value ?? []).map(({ flow }) => flow), ...letters.map(({ flow }) => flow), ...filter.flow ? [filter.flow] : []])].sort());
    const shown = computed(() => letters.find(({ id }) => id === route.value.id) ?? letters[0]);
    const all = computed({
      get: () => letters.length > 0 && chosen.value.length === letters.length,
      set: whole => { chosen.value = whole ? letters.map(({ id }) => id) : []; },
    });
    const again = () => { chosen.value = []; run(); };
    watch(filter, again);
    onMounted(() => { run(); task(readFlows).run(); });
    return { filter, chosen, all, busy, failure, run, again, names, shown, letters, more, may, to, say };
  },
  template: `
    <main class="page">
      <header class="heading"><h1 tabindex="-1">{{ say('view.dead-letters') }}</h1>
        <label class="inline">{{ say('flow') }}<select id="flow" v-model="filter.flow"><option value="">{{ say('all') }}</option><option v-for="name in names" :key="name">{{ name }}</option></select></label>
        <label class="inline">{{ say('status') }}<select v-model="filter.replayed"><option value="false">{{ say('waitingLetters') }}</option><option value="true">{{ say('replayedLetters') }}</option><option value="">{{ say('all') }}</option></select></label>
        <LetterTools :chosen="chosen" :filter="filter" @done="again"/>
      </header>
      <Failure v-if="failure" :failure="failure" :retry="run"/>
      <Empty v-else-if="!letters.length && !busy" :title="say('noLettersTitle')" :text="say('noLettersText')"/>
      <div v-if="letters.length" class="columns master">
        <div class="panel rows">
          <label v-if="may('manageDeadLetters')" class="all"><input type="checkbox" v-model="all">{{ say('chooseAll') }}</label>
          <div v-for="letter in letters" :key="letter.id" class="row" :data-letter="letter.id">
            <input v-if="may('manageDeadLetters')" type="checkbox" :value="letter.id" v-model="chosen" :aria-label="say('choose', letter.flow)">
            <a :href="to('dead-letters', letter.id)" :aria-current="letter === shown || null"><b>{{ letter.flow }}</b><small class="cause">{{ letter.cause }}</small><small><Ago :at="letter.failed_at"/></small></a>
          </div>
          <button v-if="more" type="button" class="secondary more" :disabled="busy" @click="run(true)">{{ say('older') }}</button>
        </div>
        <LetterDetail v-if="shown" :key="shown.id" :letter="shown"/>
      </div>
    </main>`,
};
