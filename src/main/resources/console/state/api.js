import { session } from './session.js';

/** A request that was refused, or that nobody answered: `code` is the HTTP status, 0 without an answer. */
export class Refusal extends Error {
  constructor(code, message) { super(message); this.code = code; }
}

async function ask(method, path, body) {
  const headers = { 'Content-Type': typeof body === 'string' ? 'application/yaml' : 'application/json' };
  if (session.value) headers.Authorization = `Bearer ${session.value.token}`;
  const content = typeof body === 'object' ? JSON.stringify(body) : body;
  const response = await fetch(path, { method, headers, body: content }).catch(() => { throw new Refusal(0, ''); });
  if (response.ok) return response;
  const { msg } = await response.json().catch(() => ({}));
  throw new Refusal(response.status, msg ?? response.statusText);
}

/** A REST call as the signed-in user; `body` goes as JSON, a string as YAML. Rejects with a {@link Refusal}. */
export const call = async (method, path, body) => (await ask(method, path, body)).json().catch(() => ({}));

/** The same for an answer that is to be kept as a file. */
export const download = async path => (await ask('GET', path)).blob();

/** A path with a query of those parameters that are set. */
export function path(base, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== ''));
  return query.size ? `${base}?${query}` : base;
}
