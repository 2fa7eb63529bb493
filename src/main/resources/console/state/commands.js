import { call } from './api.js';
import { gateway } from './connection.js';
import { route } from './route.js';
import { session } from './session.js';
const { shallowReactive, watch } = window.Vue;

const OPEN = new Set(['pending', 'sent']);
const FIRST_LOOK = 300, LAST_LOOK = 5000; // ms; a reply is pushed, that a command reached its device is not

/** The commands this page knows, by command_id, as REST shows them: {command_id, sn, service, values, state, ts, given_by, reply?, …}. */
export const commands = shallowReactive(new Map());
const followed = new Set();

export const ofDevice = sn => [...commands.values()].filter(command => command.sn === sn).sort((a, b) => b.ts - a.ts);

/** Sends it and answers once the gateway has taken it on; from then on its state follows by itself. */
export async function send(sn, { service, values, expires_in, supersedes }) {
  const { command_id } = await call('POST', `/api/v1/devices/${encodeURIComponent(sn)}/commands`, { service, values, expires_in, supersedes });
  change(command_id, { sn, service, values, given_by: session.value.user_id, ts: Date.now(), state: 'pending' });
  follow(command_id);
  return command_id;
}

/** The device's commands as the gateway keeps them. */
export async function read(sn) {
  const page = await call('GET', `/api/v1/devices/${encodeURIComponent(sn)}/commands?limit=20`);
  for (const command of page.commands) take(sn, command);
}

/** What the device should be and, as far as it said so, is: {desired, desired_version, reported, reported_version}. */
export const desired = sn => call('GET', `/api/v1/devices/${encodeURIComponent(sn)}`);

function take(sn, { command_id, ...rest }) {
  const known = commands.get(command_id);
  if (known?.state === 'replied' && OPEN.has(rest.state)) return;
  change(command_id, { ...rest, sn });
  if (OPEN.has(rest.state)) follow(command_id);
}

function change(command_id, fields) { commands.set(command_id, { ...commands.get(command_id), ...fields, command_id }); }

/** Asks again and again, at growing pauses, until the command has come to its end, or nobody looks at its device. */
function follow(command_id) {
  if (followed.has(command_id)) return;
  followed.add(command_id);
  look(command_id, FIRST_LOOK);
}

function look(command_id, pause) {
  setTimeout(async () => {
    const { sn, state } = commands.get(command_id) ?? {};
    if (sn === undefined || sn !== route.value.id || !OPEN.has(state)) { followed.delete(command_id); return; }
    try {
      const command = await call('GET', `/api/v1/devices/${encodeURIComponent(sn)}/commands/${encodeURIComponent(command_id)}`);
      if (commands.has(command_id)) take(sn, command);
    } catch (refusal) {
      // It may not be stored yet. Where it never will be, what is pushed must do
      if (refusal.code >= 400 && refusal.code < 500 && pause >= LAST_LOOK) return;
    }
    look(command_id, Math.min(LAST_LOOK, pause * 1.5));
  }, pause);
}

gateway.on('/push/device/reply', ({ command_id, code, msg, values }) => {
  const known = commands.get(command_id);
  if (!known) return; // of others, on pages that nobody looks at
  // A reply that comes when the time is over leaves it expired
  const state = OPEN.has(known.state) ? 'replied' : known.state;
  change(command_id, { state, reply: { code, msg, values, ts: Date.now() } });
});
watch(() => session.value?.user_id, () => commands.clear());
