import { ConnectionState } from './connection-state.js';
import { Icon, Mark } from './icons.js';
import { raised } from '../state/alerts.js';
import { unread } from '../state/messages.js';
import { language, say, switchLanguage } from '../state/locale.js';
import { route, to } from '../state/route.js';
import { may, session } from '../state/session.js';
import { dark, switchTheme } from '../state/theme.js';
const { computed } = window.Vue;

const VIEWS = [
  { name: 'devices', icon: 'cards' },
  { name: 'alerts', icon: 'bell', count: raised, counted: 'openAlerts' },
  { name: 'calls', icon: 'phone' },
  { name: 'messages', icon: 'chat', count: unread, counted: 'unreadMessages' },
  { name: 'flows', icon: 'flows', right: 'readFlows' },
  { name: 'dead-letters', icon: 'letters', right: 'readDeadLetters' },
];

/** The way to the views that the user may see, and what holds for all of them. On a phone the ways are at the bottom. */
export const TopBar = {
  emits: ['leave'],
  components: { ConnectionState, Icon, Mark },
  setup: () => ({ raised, session, route, to, dark, switchTheme, language, switchLanguage, say,
    views: computed(() => VIEWS.filter(({ right }) => !right || may(right)).map(view => ({ ...view, count: view.count?.value }))) }),
  template: `
    <header class="top">
      <a class="brand" href="#/devices" v-if="session"><Mark/><b>Campanile</b></a><span v-else></span>
      <nav v-if="session" class="views" :aria-label="say('views')">
        <a v-for="{ name, icon, count, counted } in views" :key="name" :href="to(name)" :aria-current="route.name === name ? 'page' : null" :id="'to-' + name">
          <Icon :name="icon"/><span>{{ say('view.' + name) }}</span><b v-if="count" class="count"><span class="unseen">, </span>{{ count }}<span class="unseen"> {{ say(counted) }}</span></b></a>
      </nav>
      <div class="tools">
        <ConnectionState v-if="session"/>
        <button type="button" id="language" class="plain" :lang="language === 'zh' ? 'en' : 'zh'" :title="say('language')" @click="switchLanguage">{{ language === 'zh' ? 'EN' : '中文' }}</button>
        <button type="button" id="theme" class="plain" :title="say('theme')" :aria-label="say('theme')" @click="switchTheme"><Icon :name="dark ? 'sun' : 'moon'"/></button>
        <button v-if="session" id="sign-out" type="button" class="plain" :title="say('signOut') + ' (' + session.user_id + ')'" @click="$emit('leave')"><span class="who">{{ session.user_id }}</span><Icon name="out"/><span class="unseen">{{ say('signOut') }}</span></button>
      </div>
    </header>`,
};
