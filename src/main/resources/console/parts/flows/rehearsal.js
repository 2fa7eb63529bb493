import { count, say } from '../../state/locale.js';
import { Icon } from '../icons.js';

const text = value => typeof value === 'string' ? value : JSON.stringify(value);

/** What an edit would change: the records that would now fare differently, and the line that does it. */
export const RehearsalResult = {
  props: ['result'],
  emits: ['line'],
  components: { Icon },
  setup: () => ({ text, count, say }),
  template: `
    <section class="rehearsal" aria-live="polite">
      <p class="verdict" :class="{ warning: result.different.length }"><Icon :name="result.different.length ? 'alert' : 'check'"/>
        <span v-if="!result.records">{{ say('nothingRecorded') }}</span>
        <span v-else>{{ say('rehearsed', result.records, result.same) }} <b>{{ count('differ', result.different_in_all ?? result.different.length) }}</b></span></p>
      <div v-if="result.different.length" class="sheet"><table>
        <thead><tr><th v-for="key in ['record', 'nowDoes', 'thenDoes', 'atLine']" :key="key" scope="col">{{ say(key) }}</th></tr></thead>
        <tbody><tr v-for="(difference, i) in result.different" :key="i">
          <th scope="row"><code>{{ text(difference.record) }}</code></th><td>{{ text(difference.now) }}</td><td>{{ text(difference.then) }}</td>
          <td><button v-if="difference.line" type="button" class="plain" @click="$emit('line', difference.line)">{{ difference.line }}</button></td></tr></tbody>
      </table></div>
    </section>`,
};
