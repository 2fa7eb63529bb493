import { Campanile } from './campanile.js';
import { Board } from './board.js';
import { SignIn } from './sign-in.js';
import { Icon, Mark } from './icons.js';
import { renew, session, signOut, token } from './session.js';
import { forget, load, onPresence, onState } from './fleet.js';
import { stop } from './simulator.js';
import { now } from './clock.js';
import { language, say, switchLanguage } from './locale.js';
import { dark, switchTheme } from './theme.js';
const { createApp, ref, computed, watch } = window.Vue;

const connection = ref({ name: 'connecting' });
const gateway = new Campanile(`${location.origin.replace('http', 'ws')}/ws`, token, state => {
  connection.value = state;
  if (state.name === 'live') load();
});
gateway.on('/push/device/state', onState);
gateway.on('/push/device/presence', onPresence);
gateway.subscribe('/api/device/subscribe', { all: true });

const RENEW_BEFORE = 15 * 60_000; // ms before the token expires
setInterval(() => {
  if (connection.value.name !== 'live' || session.value.expires_at - Date.now() > RENEW_BEFORE) return;
  // Over the connection itself, which then lives on under the new token.
  gateway.request('/api/user/refresh', { token: session.value.token }).then(renew, refusal => console.warn(`not renewed: ${refusal.message}`));
}, 60_000);

const Console = {
  components: { Board, SignIn, Icon, Mark },
  setup() {
    const reason = ref('');
    let leaving = false;
    watch(() => session.value?.user_id, user => {
      if (user) {
        reason.value = '';
        gateway.connect();
        return;
      }
      reason.value = leaving ? '' : 'sessionEnded';
      gateway.close();
      stop();
      forget();
    });
    if (session.value) gateway.connect();

    async function leave() {
      leaving = true;
      stop();
      await signOut();
      leaving = false;
    }
    const told = computed(() => {
      const { name, until, code } = connection.value;
      if (name === 'waiting') return say('waiting', Math.max(1, Math.ceil((until - now.value) / 1000)));
      if (name === 'closed' && say(`closed${code}`) !== `closed${code}`) return say(`closed${code}`);
      return say(name);
    });
    return { session, connection, told, reason, leave, gateway, dark, switchTheme, language, switchLanguage, say };
  },
  template: `
    <header class="top">
      <a class="brand" href="./" v-if="session"><Mark/><b>Campanile</b></a><span v-else></span>
      <div class="tools">
        <span v-if="session" id="connection" class="connection" :class="connection.name" role="status"><i></i>{{ told }}</span>
        <button v-if="session && ['waiting', 'closed'].includes(connection.name)" type="button" class="plain" @click="gateway.connect()">{{ say(connection.name === 'closed' ? 'reconnect' : 'retryNow') }}</button>
        <button type="button" class="plain" lang="zh" :title="say('language')" @click="switchLanguage">{{ language === 'zh' ? 'EN' : '中文' }}</button>
        <button type="button" class="plain" :title="say('theme')" :aria-label="say('theme')" @click="switchTheme"><Icon :name="dark ? 'sun' : 'moon'"/></button>
        <button v-if="session" id="sign-out" type="button" class="plain" :title="say('signOut') + ' (' + session.user_id + ')'" @click="leave"><span class="who">{{ session.user_id }}</span><Icon name="out"/><span class="unseen">{{ say('signOut') }}</span></button>
      </div>
    </header>
    <Board v-if="session"/>
    <SignIn v-else :reason="reason"/>`,
};

createApp(Console).mount('#console');
