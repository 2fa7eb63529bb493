import { signIn } from '../state/session.js';
import { Mark } from '../parts/icons.js';
import { say } from '../state/locale.js';
const { ref, onMounted } = window.Vue;

/** The way in. `reason` is the key of a sentence that tells why one is back here. */
export const SignIn = {
  props: ['reason'],
  components: { Mark },
  setup(props) {
    const username = ref(''), password = ref(''), problem = ref(''), busy = ref(false), first = ref(null);
    async function submit() {
      busy.value = true;
      problem.value = '';
      try {
        await signIn(username.value.trim(), password.value);
      } catch (failure) {
        problem.value = failure.code === 401 ? say('wrongPassword') : failure.code ? failure.message : say('unreachable');
      }
      busy.value = false;
    }
    onMounted(() => first.value.focus());
    return { username, password, problem, busy, first, submit, say };
  },
  template: `
    <main class="sign-in">
      <form @submit.prevent="submit">
        <Mark/>
        <h1>Campanile</h1>
        <p class="quiet">{{ say('tagline') }}</p>
        <label>{{ say('username') }}<input id="username" ref="first" v-model="username" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
        <label>{{ say('password') }}<input id="password" v-model="password" type="password" autocomplete="current-password" required></label>
        <p class="fault" role="alert" v-if="problem || reason">{{ problem || say(reason) }}</p>
        <button id="sign-in" type="submit" :aria-busy="busy" :disabled="busy">{{ say(busy ? 'signingIn' : 'signIn') }}</button>
      </form>
    </main>`,
};
