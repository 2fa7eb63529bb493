import { Campanile } from '../campanile.js';
import { renew, session, token } from './session.js';
const { ref, watch } = window.Vue;

/** The state of the one connection to the gateway, as the client tells it: {name, until?, code?}. */
export const connection = ref({ name: 'connecting' });

const KEY = 'campanile.installation';
/** This window, also after it was loaded again: the gateway goes on with what it has not confirmed. */
const installation = sessionStorage.getItem(KEY) ?? `console-${Math.random().toString(36).slice(2, 12)}`;
sessionStorage.setItem(KEY, installation);

export const gateway = new Campanile(`${location.origin.replace('http', 'ws')}/ws`, token, state => { connection.value = state; }, installation);

const RENEW_BEFORE = 15 * 60_000; // ms before the token expires
setInterval(() => {
  if (connection.value.name !== 'live' || session.value.expires_at - Date.now() > RENEW_BEFORE) return;
  // Over the connection itself, which then lives on under the new token.
  gateway.request('/api/user/refresh', { token: session.value.token }).then(renew, refusal => console.warn(`not renewed: ${refusal.message}`));
}, 60_000);

/** Calls it each time the connection stands, the first time and after every break: what was missed can be read then. */
export const whenLive = read => watch(() => connection.value.name, name => { if (name === 'live') read(); }, { immediate: true });
