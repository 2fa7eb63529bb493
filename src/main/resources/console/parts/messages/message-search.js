import { Ago } from '../ago.js';
import { Failure } from '../failure.js';
import { Marked } from './marked.js';
import { isOwn, textOf, titleOf } from '../../state/messages.js';
import { excerpt, found, search, searchOn, sought } from '../../state/search.js';
import { say } from '../../state/locale.js';
import { route, to } from '../../state/route.js';
import { task } from '../../state/task.js';
const { ref } = window.Vue;

/** Seeks in all that was said, and shows what was found, each a way to where it was said; until then, what is in the slot. */
export const MessageSearch = {
  components: { Ago, Failure, Marked },
  setup() {
    const text = ref(sought.value);
    const { busy, failure, run } = task(() => search(text.value.trim()));
    const { failure: unread, run: on } = task(searchOn);
    const clear = () => { text.value = ''; run(); };
    const changed = () => { if (!text.value) run(); }; // by the cross that browsers put there
    const isShown = (id, seq) => route.value.id === id && Number(route.value.at) === seq || null;
    return { text, busy, failure, unread, run, on, clear, changed, isShown, found, sought, excerpt, isOwn, textOf, titleOf, to, say };
  },
  template: `
    <form class="find" role="search" @submit.prevent="run">
      <input id="find-message" v-model="text" type="search" maxlength="256" :placeholder="say('findMessage')" :aria-label="say('findMessage')" @input="changed" @keydown.esc.prevent="clear">
    </form>
    <Failure v-if="failure" :failure="failure" :retry="run"/>
    <Failure v-if="unread" :failure="unread"/>
    <p v-if="sought && !failure" class="quiet result" role="status">{{ busy ? say('seeking') : found.size ? say('foundIn', found.size) : say('foundNothing', sought) }}</p>
    <section v-for="[id, { hits, more }] in found" :key="id" class="hits" :aria-label="titleOf(id)">
      <h3>{{ titleOf(id) }}</h3>
      <a v-for="hit in hits" :key="hit.seq" :href="to('messages', id, hit.seq)" :aria-current="isShown(id, hit.seq)" :data-hit="hit.seq">
        <span class="excerpt"><template v-if="isOwn(hit)">{{ say('youSaid', '') }}</template><Marked :pieces="excerpt(textOf(hit), sought)"/></span><small><Ago :at="hit.timestamp"/></small></a>
      <button v-if="more" type="button" class="plain more" @click="on(id)">{{ say('olderHits') }}</button>
    </section>
    <slot v-if="!sought"/>`,
};
