import { call } from './api.js';
import { gateway } from './connection.js';
import { session } from './session.js';
const { shallowReactive, watch } = window.Vue;

const OPEN = new Set(['pending', 'sent']);
const LOOK_EVERY = 1500; // ms; a reply is pushed, that a command left is not

/** The commands this page knows, by command_id: {command_id, sn, service, values, state, ts, reply?}. */
export const commands = shallowReactive(new Map());

export const ofDevice = sn => [...commands.values()].filter(command => command.sn === sn).sort((a, b) => b.ts - a.ts);

/** Sends it and answers once the gateway has taken it on; from then on its state follows by itself. */
export async function send(sn, { service, values, expires_in, supersedes }) {
  const { command_id } = await call('POST', `/api/v1/devices/${encodeURIComponent(sn)}/commands`, { service, values, expires_in, supersedes });
  // The reply may have been quicker than the answer
  change(command_id, { sn, service, values, ts: Date.now(), state: commands.get(command_id)?.state ?? 'pending' });
  follow(command_id);
  return command_id;
}

/** The device's commands as the gateway keeps them. */
export async function read(sn) {
  const page = await call('GET', `/api/v1/devices/${encodeURIComponent(sn)}/commands?limit=20`);
  for (const command of page.commands) take(sn, command);
}

function take(sn, { command_id, ts, created_at, sent_at, ...rest }) {
  const known = commands.get(command_id);
  if (known?.state === 'replied' && OPEN.has(rest.state)) return;
  change(command_id, { ...rest, sn, ts: ts ?? created_at ?? known?.ts ?? Date.now() });
  if (!known && OPEN.has(rest.state)) follow(command_id);
}

function change(command_id, fields) { commands.set(command_id, { ...commands.get(command_id), ...fields, command_id }); }

async function follow(command_id) {
  const { sn } = commands.get(command_id);
  try {
    const command = await call('GET', `/api/v1/devices/${encodeURIComponent(sn)}/commands/${encodeURIComponent(command_id)}`);
    if (commands.has(command_id)) take(sn, { ...command, command_id });
  } catch (refusal) {
    if (refusal.code >= 400 && refusal.code < 500) return; // no such thing here: what is pushed must do
  }
  if (OPEN.has(commands.get(command_id)?.state)) setTimeout(() => follow(command_id), LOOK_EVERY);
}

gateway.on('/push/device/reply', ({ sn, command_id, code, msg, values }) =>
  change(command_id, { sn, ts: commands.get(command_id)?.ts ?? Date.now(), state: 'replied', reply: { code, msg, values, at: Date.now() } }));
watch(() => session.value?.user_id, () => commands.clear());
