import { Icon } from './icons.js';
import { SECTIONS } from '../state/fleet.js';
import { troubles } from '../state/attention.js';
import { say, saySection, sayState } from '../state/locale.js';
const { computed } = window.Vue;

/** What is wrong with a device in the words it used, and quietly the sections that are fine. */
export const Sections = {
  props: ['device'],
  components: { Icon },
  setup(props) {
    const wrong = computed(() => troubles(props.device));
    const fine = computed(() => SECTIONS.filter(name => props.device.state?.[name] && !wrong.value.some(trouble => trouble.section === name)));
    return { wrong, fine, say, saySection, sayState };
  },
  template: `
    <ul class="sections">
      <li v-for="trouble in wrong" :key="trouble.section" class="chip warning" :class="trouble.state" :title="saySection(trouble.section) + ' ' + trouble.code + ' · ' + sayState(trouble.state)">
        <Icon :name="trouble.state === 'acknowledged' ? 'check' : 'alert'"/><span>{{ trouble.msg || saySection(trouble.section) + ' ' + trouble.code }}</span>
      </li>
      <li v-for="name in fine" :key="name" class="chip" :title="saySection(name)"><Icon :name="name"/><span>{{ saySection(name) }}</span></li>
    </ul>`,
};
