import { say } from '../state/locale.js';
const { ref, shallowRef, watch } = window.Vue;

const question = shallowRef(null);

/** Asks before what cannot be taken back: {title, text, action}. Resolves with whether it was agreed to; Esc declines. */
export const confirmed = asked => new Promise(resolve => { question.value = { ...asked, resolve }; });

/** The one place where such questions are shown. A dialog keeps the focus inside, and gives it back. */
export const Confirm = {
  setup() {
    const box = ref(null);
    watch(question, asked => { if (asked) box.value.showModal(); }, { flush: 'post' });
    function closed() {
      question.value?.resolve(box.value.returnValue === 'yes');
      box.value.returnValue = '';
      question.value = null;
    }
    return { box, question, closed, say };
  },
  template: `
    <dialog ref="box" class="confirm" aria-labelledby="question" @close="closed">
      <article v-if="question"><form method="dialog">
        <h2 id="question">{{ question.title }}</h2>
        <p>{{ question.text }}</p>
        <footer>
          <button value="no" class="secondary" autofocus>{{ say('cancel') }}</button>
          <button value="yes" id="agree">{{ question.action }}</button>
        </footer>
      </form></article>
    </dialog>`,
};
