import { Ago } from '../ago.js';
import { Icon } from '../icons.js';
import { ofDevice } from '../../state/commands.js';
import { say, sayService, sayState } from '../../state/locale.js';
const { computed } = window.Vue;

const STEPS = ['pending', 'sent', 'replied'];

const text = values => values && Object.keys(values).length ? JSON.stringify(values) : '';

/** The commands of a device, each on its way: pending, sent, replied with what the device said; or expired, superseded. */
export const CommandList = {
  props: ['sn'],
  components: { Ago, Icon },
  setup: props => ({ STEPS, text, say, sayService, sayState,
    commands: computed(() => ofDevice(props.sn)),
    reached: ({ state }) => STEPS.includes(state) ? STEPS.indexOf(state) : -1 }),
  template: `
    <ol class="commands" aria-live="polite">
      <li v-for="command in commands" :key="command.command_id" :data-command="command.command_id" :class="[command.state, { refused: command.reply?.code }]">
        <p class="sent-what"><b>{{ command.service ? sayService(command.service) : say('command') }}</b><code v-if="text(command.values)">{{ text(command.values) }}</code><small><template v-if="command.given_by">{{ command.given_by }} · </template><Ago :at="command.ts"/></small></p>
        <p class="steps" v-if="reached(command) >= 0">
          <span v-for="(step, i) in STEPS" :key="step" :class="{ done: i <= reached(command), now: i === reached(command) }"><i></i>{{ sayState(step) }}</span>
        </p>
        <p class="steps" v-else><span class="done now over"><i></i>{{ sayState(command.state) }}</span></p>
        <p v-if="command.reply" class="reply"><Icon :name="command.reply.code ? 'alert' : 'check'"/><span>{{ command.reply.code ? say('refusedWith', command.reply.code) : say('done') }}<template v-if="command.reply.msg"> · {{ command.reply.msg }}</template></span><code v-if="text(command.reply.values)">{{ text(command.reply.values) }}</code></p>
      </li>
    </ol>
    <p v-if="!commands.length" class="quiet">{{ say('noCommands') }}</p>`,
};
