import { Failure } from '../failure.js';
import { confirmed } from '../confirm.js';
import { discardMany, exported, replayMany } from '../../state/dead-letters.js';
import { say } from '../../state/locale.js';
import { notify } from '../../state/notices.js';
import { may } from '../../state/session.js';
import { task } from '../../state/task.js';
const { computed } = window.Vue;

/** What can be done with many at once: those chosen are replayed or discarded, those that the filter shows exported. */
export const LetterTools = {
  props: ['chosen', 'filter'],
  emits: ['done'],
  components: { Failure },
  setup(props, { emit }) {
    const replaying = task(async () => {
      const { replayed, failed } = await replayMany(props.chosen);
      notify({ text: failed.length ? say('replayedSome', replayed, failed.length, failed[0].msg) : say('replayedMany', replayed) });
      emit('done');
    });
    const discarding = task(async () => {
      if (!await confirmed({ title: say('discardManyTitle', props.chosen.length), text: say('discardText'), action: say('discard') })) return;
      const { discarded } = await discardMany(props.chosen);
      notify({ text: say('discarded', discarded) });
      emit('done');
    });
    const exporting = task(async () => {
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(await exported(props.filter)), download: 'dead-letters.ndjson' });
      link.click();
      URL.revokeObjectURL(link.href);
    });
    const all = [replaying, discarding, exporting];
    return { replaying, discarding, exporting, may, say, busy: computed(() => all.some(({ busy }) => busy.value)), failure: computed(() => all.map(({ failure }) => failure.value).find(Boolean)) };
  },
  template: `
    <div class="tools-row">
      <template v-if="may('manageDeadLetters')">
        <button type="button" id="replay-many" class="secondary" :disabled="busy || !chosen.length" @click="replaying.run()">{{ say('replayMany', chosen.length) }}</button>
        <button type="button" id="discard-many" class="secondary" :disabled="busy || !chosen.length" @click="discarding.run()">{{ say('discardMany', chosen.length) }}</button>
      </template>
      <button type="button" id="export" class="secondary" :disabled="busy" @click="exporting.run()">{{ say('export') }}</button>
      <Failure v-if="failure" :failure="failure"/>
    </div>`,
};
