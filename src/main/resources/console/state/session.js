import { call } from './api.js';
const { shallowRef } = window.Vue;
const KEY = 'campanile.session';

/** Who is signed in: {token, user_id, roles, expires_at}, or null. In sessionStorage, so that closing the tab forgets it. */
export const session = shallowRef(JSON.parse(sessionStorage.getItem(KEY)));

function keep(value) {
  session.value = value;
  value ? sessionStorage.setItem(KEY, JSON.stringify(value)) : sessionStorage.removeItem(KEY);
}

export async function signIn(username, password) {
  keep(await call('POST', '/api/v1/sessions', { username, password }));
}

/** The server closes the token's connections; should it be out of reach, the token at least leaves this browser. */
export async function signOut() {
  const revoked = call('DELETE', '/api/v1/sessions/current').catch(() => {});
  keep(null);
  await revoked;
}

/** A token to connect with; after a refusal a fresh one, or null when only signing in again helps. */
export async function token(refused) {
  if (refused && session.value) {
    try {
      keep(await call('POST', '/api/v1/sessions/refresh'));
    } catch (failure) {
      if (failure.code === 0 || failure.code >= 500) throw failure;
      keep(null);
    }
  }
  return session.value?.token ?? null;
}

/** Takes the answer to a refresh, which is that of signing in. */
export const renew = keep;

// Who may do what, of PROTOCOL 3, as far as the console shows it; the gateway decides.
const RIGHTS = {
  readFlows: ['service', 'admin'], manageFlows: ['admin'],
  readDeadLetters: ['service', 'admin'], manageDeadLetters: ['admin'],
  registerDevices: ['admin'],
  actAsCaller: ['operator', 'service', 'admin'],
  acknowledge: ['user', 'operator', 'admin'],
};

/** Whether one of the user's roles has the right. */
export const may = right => session.value?.roles.some(role => RIGHTS[right].includes(role)) ?? false;
