import { FlowEditor } from './flow-editor.js';
import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { confirmed } from '../confirm.js';
import { moment } from '../../state/clock.js';
import { read, rollBack } from '../../state/flows.js';
import { say, sayState } from '../../state/locale.js';
import { notify } from '../../state/notices.js';
import { may } from '../../state/session.js';
import { task } from '../../state/task.js';

/** One flow: whether it runs and since when, why its last edit was refused, and what can be done about it. */
export const FlowDetail = {
  props: ['flow'],
  components: { FlowEditor, Failure, Icon },
  setup(props) {
    const { busy, failure, run } = task(async () => {
      const { flow } = props.flow;
      if (!await confirmed({ title: say('rollBackTitle', flow), text: say('rollBackText'), action: say('rollBack') })) return;
      await rollBack(flow);
      notify({ text: say('rolledBack', flow) });
      await read();
    });
    return { busy, failure, run, may, moment, say, sayState };
  },
  template: `
    <article class="panel flow-detail">
      <header><h2>{{ flow.flow }}</h2><span class="status" :class="flow.status">{{ sayState(flow.status) }}</span>
        <button v-if="may('manageFlows')" type="button" id="roll-back" class="secondary" :aria-busy="busy" :disabled="busy" @click="run">{{ say('rollBack') }}</button></header>
      <div v-if="flow.error" class="failure" role="alert"><Icon name="alert"/><p><b>{{ say('editRefused', flow.error.line) }}</b><small>{{ flow.error.reason }}</small></p></div>
      <Failure v-if="failure" :failure="failure"/>
      <dl class="facts">
        <div><dt>{{ say('file') }}</dt><dd><code>{{ flow.file }}</code></dd></div>
        <div v-if="flow.version !== undefined"><dt>{{ say('updates') }}</dt><dd><code>{{ flow.version }}</code></dd></div>
        <div v-if="flow.loaded_at"><dt>{{ say('loadedAt') }}</dt><dd>{{ moment(flow.loaded_at) }}</dd></div>
        <div><dt>{{ say('routes') }}</dt><dd><code v-for="route in flow.routes" :key="route.id ?? route">{{ route.id ?? route }}</code></dd></div>
      </dl>
      <FlowEditor v-if="may('manageFlows')" :key="flow.flow" :flow="flow"/>
    </article>`,
};
