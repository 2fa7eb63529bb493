import { FlowDetail } from '../parts/flows/flow-detail.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icons.js';
import { flows, read } from '../state/flows.js';
import { say, sayState } from '../state/locale.js';
import { route, to } from '../state/route.js';
import { task } from '../state/task.js';
const { computed, onMounted, onUnmounted } = window.Vue;

const EVERY = 5000; // ms; an edit is made elsewhere, and what became of it should show here

/** The flows: which run, which edit was refused; and a place to try an edit. */
export const Flows = {
  components: { Empty, Failure, FlowDetail, Icon },
  setup() {
    const { busy, failure, run } = task(read);
    // Those with a refused edit first: they are why one comes here
    const listed = computed(() => [...flows.value ?? []].sort((a, b) => !a.error - !b.error));
    const chosen = computed(() => flows.value?.find(({ flow }) => flow === route.value.id) ?? listed.value[0]);
    let timer;
    onMounted(() => { run(); timer = setInterval(run, EVERY); });
    onUnmounted(() => clearInterval(timer));
    return { busy, failure, run, flows, listed, chosen, to, say, sayState };
  },
  template: `
    <main class="page">
      <header class="heading"><h1 tabindex="-1">{{ say('view.flows') }}</h1></header>
      <Failure v-if="failure" :failure="failure" :retry="run"/>
      <Empty v-else-if="flows && !flows.length" :title="say('noFlowsTitle')" :text="say('noFlowsText')"/>
      <div v-if="flows?.length" class="columns master">
        <nav class="panel rows" :aria-label="say('view.flows')">
          <a v-for="flow in listed" :key="flow.flow" :href="to('flows', flow.flow)" :aria-current="flow === chosen || null">
            <b>{{ flow.flow }}</b><small v-if="flow.error" class="wrong"><Icon name="alert"/>{{ say('editRefused', flow.error.line) }}</small><small v-else>{{ sayState(flow.status) }}</small></a>
        </nav>
        <FlowDetail v-if="chosen" :flow="chosen"/>
      </div>
    </main>`,
};
