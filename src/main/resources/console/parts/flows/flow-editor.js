import { RehearsalResult } from './rehearsal.js';
import { YamlEditor } from './yaml-editor.js';
import { Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { check, rehearse } from '../../state/flows.js';
import { say } from '../../state/locale.js';
import { task } from '../../state/task.js';
const { ref, shallowRef, computed, watch } = window.Vue;

/** Tries an edit of a flow before anybody has to live with it: is it right, and what would it have done? */
export const FlowEditor = {
  props: ['flow'],
  components: { RehearsalResult, YamlEditor, Failure, Icon },
  setup(props) {
    const yaml = ref(''), editor = ref(null), verdict = shallowRef(null), result = shallowRef(null);
    const checking = task(async () => { verdict.value = await check(yaml.value); });
    const rehearsing = task(async () => { result.value = await rehearse(props.flow.flow, yaml.value); });
    // An edited text is another one: what was said of the old holds no more
    watch(yaml, () => { verdict.value = result.value = checking.failure.value = rehearsing.failure.value = null; });
    async function open({ target: { files } }) { if (files[0]) yaml.value = await files[0].text(); }
    function save() {
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([yaml.value], { type: 'application/yaml' })), download: props.flow.file.split('/').at(-1) });
      link.click();
      URL.revokeObjectURL(link.href);
    }
    return { yaml, editor, verdict, result, open, save, say, checking, rehearsing,
      busy: computed(() => checking.busy.value || rehearsing.busy.value), failure: computed(() => checking.failure.value ?? rehearsing.failure.value) };
  },
  template: `
    <section class="flow-editor" aria-labelledby="try">
      <header><h3 id="try">{{ say('tryEdit') }}</h3><label class="file"><span role="button" class="secondary">{{ say('openFile') }}</span><input type="file" accept=".yaml,.yml" @change="open"></label></header>
      <p class="quiet">{{ say('tryEditText') }}</p>
      <YamlEditor ref="editor" v-model="yaml" :problems="verdict?.problems" :label="flow.file"/>
      <footer>
        <button type="button" id="check" class="secondary" :disabled="busy || !yaml" :aria-busy="checking.busy.value" @click="checking.run()">{{ say('check') }}</button>
        <button type="button" id="rehearse" :disabled="busy || !yaml" :aria-busy="rehearsing.busy.value" @click="rehearsing.run()">{{ say('rehearse') }}</button>
        <button v-if="verdict?.ok || result" type="button" class="secondary" @click="save">{{ say('download') }}</button>
      </footer>
      <Failure v-if="failure" :failure="failure"/>
      <p v-if="verdict?.ok" class="verdict" role="status"><Icon name="check"/>{{ say('checkedOk', flow.file) }}</p>
      <RehearsalResult v-if="result" :result="result" @line="editor.show($event)"/>
    </section>`,
};
