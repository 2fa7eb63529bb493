import { say } from '../../state/locale.js';
import { Icon } from '../icons.js';
const { ref, computed, watch } = window.Vue;

/** A text with its line numbers, and what is wrong with it at its line. Tab leads on, as everywhere. */
export const YamlEditor = {
  props: ['modelValue', 'problems', 'label'],
  emits: ['update:modelValue'],
  components: { Icon },
  setup(props) {
    const text = ref(null), gutter = ref(null);
    const lines = computed(() => props.modelValue.split('\n').length);
    const wrong = computed(() => new Map((props.problems ?? []).map(({ line, reason }) => [line, reason])));
    const scroll = () => { gutter.value.scrollTop = text.value.scrollTop; };
    /** Selects the line and brings it into view. */
    function show(line) {
      const all = props.modelValue.split('\n');
      const start = all.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
      text.value.focus();
      text.value.setSelectionRange(start, start + (all[line - 1]?.length ?? 0));
      reveal(line);
    }
    const reveal = line => { text.value.scrollTop = text.value.scrollHeight * (line - 4) / lines.value; };
    watch(() => props.problems?.[0]?.line, line => { if (line) reveal(line); });
    return { text, gutter, lines, wrong, scroll, show, say };
  },
  template: `
    <div class="editor">
      <ol ref="gutter" class="gutter" aria-hidden="true"><li v-for="n in lines" :key="n" :class="{ wrong: wrong.has(n) }" :title="wrong.get(n)">{{ n }}</li></ol>
      <textarea ref="text" class="code" id="yaml" :value="modelValue" @input="$emit('update:modelValue', $event.target.value)" @scroll="scroll" :aria-label="label" :placeholder="say('pasteYaml')" spellcheck="false" wrap="off" :aria-invalid="wrong.size ? 'true' : null"></textarea>
    </div>
    <ul v-if="wrong.size" class="problems" role="alert">
      <li v-for="({ line, reason }, i) in problems" :key="i"><button type="button" class="plain" @click="show(line)"><Icon name="alert"/><b>{{ say('line', line) }}</b><span>{{ reason }}</span></button></li>
    </ul>`,
};
