import { Ago } from './ago.js';
import { Failure } from './failure.js';
import { Icon } from './icons.js';
import { acknowledge } from '../state/alerts.js';
import { moment } from '../state/clock.js';
import { devices } from '../state/fleet.js';
import { say, saySection, sayState } from '../state/locale.js';
import { to } from '../state/route.js';
import { may } from '../state/session.js';
import { task } from '../state/task.js';
const { computed } = window.Vue;

const ICONS = { raised: 'alert', acknowledged: 'check', cleared: 'check' };

/** One alert: what, where, since when, who cares for it; and the button for who may. `named` tells the device too. */
export const AlertItem = {
  props: { alert: Object, named: Boolean },
  components: { Ago, Failure, Icon },
  setup(props) {
    const { busy, failure, run } = task(() => acknowledge(props.alert));
    const device = computed(() => devices.get(props.alert.sn));
    return { busy, failure, run, device, icon: computed(() => ICONS[props.alert.state] ?? 'alert'), moment, may, to, say, saySection, sayState };
  },
  template: `
    <li class="alert" :class="alert.state" :data-alert="alert.alert_id">
      <span class="badge"><Icon :name="icon"/></span>
      <div class="what">
        <p><a v-if="named" :href="to('devices', alert.sn)">{{ device?.name || alert.sn }}</a><b>{{ alert.msg || saySection(alert.section) }}</b></p>
        <small>{{ saySection(alert.section) + (alert.code ? ' ' + alert.code : '') }} · {{ say('raisedAt') }} <Ago :at="alert.raised_at"/><template v-if="alert.acknowledged_by"> · {{ say('acknowledgedBy', alert.acknowledged_by) }}</template><template v-if="alert.cleared_at"> · {{ say('clearedAt', moment(alert.cleared_at)) }}</template></small>
      </div>
      <span class="state">{{ sayState(alert.state) }}</span>
      <button v-if="alert.state === 'raised' && may('acknowledge')" type="button" class="acknowledge" :aria-busy="busy" :disabled="busy" @click="run">{{ say('acknowledge') }}</button>
      <Failure v-if="failure" :failure="failure" :retry="run"/>
    </li>`,
};
