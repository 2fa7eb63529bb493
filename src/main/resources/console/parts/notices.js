import { Icon } from './icons.js';
import { dismiss, notices } from '../state/notices.js';
import { devices } from '../state/fleet.js';
import { say, saySection } from '../state/locale.js';
import { to } from '../state/route.js';

/** What has just happened, told to the eye in a corner and to a screen reader when it has time. */
export const Notices = {
  components: { Icon },
  setup: () => ({ notices, dismiss, say, saySection, to, nameOf: sn => devices.get(sn)?.name || sn }),
  template: `
    <div class="notices" role="status">
      <div v-for="{ id, alert, text } in notices" :key="id" class="notice" :class="{ warning: alert }">
        <Icon :name="alert ? 'alert' : 'check'"/>
        <p v-if="alert"><a :href="to('devices', alert.sn)" @click="dismiss(id)">{{ nameOf(alert.sn) }}</a><small>{{ alert.msg || saySection(alert.section) }}</small></p>
        <p v-else>{{ text }}</p>
        <button type="button" class="plain" :aria-label="say('dismiss')" @click="dismiss(id)"><Icon name="close"/></button>
      </div>
    </div>`,
};
