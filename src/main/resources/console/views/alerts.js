import { AlertItem } from '../parts/alert-item.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { all, open, read, unread } from '../state/alerts.js';
import { say } from '../state/locale.js';
import { to } from '../state/route.js';
import { task } from '../state/task.js';
const { ref, computed } = window.Vue;

const PAGE = 50;

/** What needs somebody, live; and what needed somebody before. */
export const Alerts = {
  components: { AlertItem, Empty, Failure },
  setup() {
    const whole = ref(false), more = ref(true), pages = ref(0);
    const shown = computed(() => whole.value ? all.value : open.value);
    let last;
    const { busy, failure, run: older } = task(async () => {
      const page = await read({ before: last, limit: PAGE });
      last = page.alerts.at(-1)?.alert_id ?? last;
      more.value = page.has_more;
      pages.value++;
    });
    function show(everything) {
      whole.value = everything;
      if (everything && !pages.value) older();
    }
    return { whole, more, shown, open, unread, busy, failure, older, show, say, to };
  },
  template: `
    <main class="page">
      <header class="heading">
        <h1 tabindex="-1">{{ say('view.alerts') }}</h1>
        <div class="choices" role="group" :aria-label="say('filter')">
          <button type="button" id="open-alerts" :aria-pressed="!whole" @click="show(false)">{{ say('open') }} <i>{{ open.length }}</i></button>
          <button type="button" id="all-alerts" :aria-pressed="whole" @click="show(true)">{{ say('all') }}</button>
        </div>
      </header>
      <Failure v-if="failure || unread" :failure="failure || unread" :retry="failure ? older : null"/>
      <ul v-if="shown.length" class="alerts panel"><AlertItem v-for="alert in shown" :key="alert.alert_id" :alert="alert" named/></ul>
      <Empty v-else-if="!busy && !failure && !unread" :title="say('noAlertsTitle')" :text="say('noAlertsText')"><a role="button" class="secondary" :href="to('devices')">{{ say('toDevices') }}</a></Empty>
      <button v-if="whole && more && shown.length" type="button" class="secondary more" :aria-busy="busy" :disabled="busy" @click="older">{{ say('older') }}</button>
    </main>`,
};
