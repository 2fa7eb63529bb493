import { CallBar } from './parts/call/call-bar.js';
import { IncomingCall } from './parts/call/incoming-call.js';
import { Confirm } from './parts/confirm.js';
import { Notices } from './parts/notices.js';
import { TopBar } from './parts/top-bar.js';
import { Alerts } from './views/alerts.js';
import { Board } from './views/board.js';
import { Calls } from './views/calls.js';
import { DeadLetters } from './views/dead-letters.js';
import { Device } from './views/device.js';
import { Flows } from './views/flows.js';
import { Messages } from './views/messages.js';
import { SignIn } from './views/sign-in.js';
import { gateway } from './state/connection.js';
import { raised } from './state/alerts.js';
import { unread } from './state/messages.js';
import { incoming } from './state/calls.js';
import { say } from './state/locale.js';
import { route } from './state/route.js';
import { may, session, signOut } from './state/session.js';
import { stop } from './simulation/simulator.js';
const { createApp, ref, computed, watch, watchEffect, nextTick } = window.Vue;

const Console = {
  components: { CallBar, Confirm, IncomingCall, Notices, TopBar, SignIn },
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
    });
    if (session.value) gateway.connect();

    async function leave() {
      leaving = true;
      stop();
      await signOut();
      leaving = false;
    }
    // What a role may not do is not there, also for who types its address
    const view = computed(() => {
      const { name, id } = route.value;
      if (name === 'devices' && id) return Device;
      if (name === 'alerts') return Alerts;
      if (name === 'calls') return Calls;
      if (name === 'messages') return Messages;
      if (name === 'flows' && may('readFlows')) return Flows;
      if (name === 'dead-letters' && may('readDeadLetters')) return DeadLetters;
      return Board;
    });
    watch(view, async () => {
      await nextTick();
      scrollTo(0, 0);
      document.querySelector('h1')?.focus();
    });
    watchEffect(() => {
      const n = raised.value + unread.value, waiting = session.value && n ? `(${n}) ` : '';
      document.title = incoming.value.length ? say('rings', incoming.value[0].device_id) : `${waiting}Campanile`;
    });
    return { session, reason, leave, view, route, say };
  },
  template: `
    <TopBar @leave="leave"/>
    <CallBar v-if="session"/>
    <component v-if="session" :is="view" :key="route.name === 'devices' ? route.id : ''"/>
    <SignIn v-else :reason="reason"/>
    <Notices v-if="session"/>
    <IncomingCall v-if="session"/>
    <Confirm/>`,
};

createApp(Console).mount('#console');
