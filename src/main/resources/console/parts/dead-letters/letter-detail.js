import { Failure } from '../failure.js';
import { confirmed } from '../confirm.js';
import { moment } from '../../state/clock.js';
import { discard, replay } from '../../state/dead-letters.js';
import { say } from '../../state/locale.js';
import { notify } from '../../state/notices.js';
import { may } from '../../state/session.js';
import { task } from '../../state/task.js';
const { ref, computed, watch } = window.Vue;

/** One dead letter: why it failed, what it holds, and the ways out: again, again but edited, or away. */
export const LetterDetail = {
  props: ['letter'],
  components: { Failure },
  setup(props) {
    const body = ref(props.letter.body);
    const edited = computed(() => body.value !== props.letter.body);
    const sending = task(async () => {
      await replay(props.letter, edited.value ? body.value : undefined);
      notify({ text: say('replayed', props.letter.flow) });
    });
    const discarding = task(async () => {
      if (!await confirmed({ title: say('discardTitle'), text: say('discardText'), action: say('discard') })) return;
      await discard(props.letter);
      notify({ text: say('discarded', 1) });
    });
    watch(body, () => { sending.failure.value = null; });
    return { body, edited, sending, discarding, may, moment, say, failure: computed(() => sending.failure.value ?? discarding.failure.value) };
  },
  template: `
    <article class="panel letter">
      <header><h2>{{ letter.flow }}</h2><span v-if="letter.replayed_at" class="status">{{ say('replayedAt', moment(letter.replayed_at)) }}</span></header>
      <p class="cause">{{ letter.cause }}</p>
      <dl class="facts">
        <div><dt>{{ say('failedAt') }}</dt><dd>{{ moment(letter.failed_at) }}</dd></div>
        <div><dt>{{ say('route') }}</dt><dd><code>{{ letter.route_id }}</code></dd></div>
        <div><dt>{{ say('attempts') }}</dt><dd>{{ letter.attempts }}</dd></div>
        <div v-if="letter.source"><dt>{{ say('source') }}</dt><dd><code>{{ letter.source }}</code></dd></div>
      </dl>
      <label>{{ say('body') }}<textarea id="body" class="code" v-model="body" rows="10" spellcheck="false" :readonly="!may('manageDeadLetters')"></textarea></label>
      <p v-if="letter.truncated" class="fault">{{ say('truncated') }}</p>
      <footer v-if="may('manageDeadLetters')">
        <button type="button" id="replay" :aria-busy="sending.busy.value" :disabled="sending.busy.value" @click="sending.run()">{{ say(edited ? 'replayEdited' : 'replay') }}</button>
        <button v-if="edited" type="button" class="secondary" @click="body = letter.body">{{ say('undo') }}</button>
        <button type="button" id="discard" class="secondary" :disabled="discarding.busy.value" @click="discarding.run()">{{ say('discard') }}</button>
      </footer>
      <Failure v-if="failure" :failure="failure"/>
      <details v-if="Object.keys(letter.headers ?? {}).length"><summary>{{ say('headers') }}</summary>
        <dl class="facts headers"><div v-for="(value, name) in letter.headers" :key="name"><dt><code>{{ name }}</code></dt><dd><code>{{ value }}</code></dd></div></dl></details>
    </article>`,
};
