const { shallowRef } = window.Vue;
const KEY = 'campanile.session';

/** Who is signed in: {token, user_id, roles, expires_at}, or null. In sessionStorage, so that closing the tab forgets it. */
export const session = shallowRef(JSON.parse(sessionStorage.getItem(KEY)));

function keep(value) {
  session.value = value;
  value ? sessionStorage.setItem(KEY, JSON.stringify(value)) : sessionStorage.removeItem(KEY);
}

/** A REST call as the signed-in user. Rejects with an Error whose `code` is the HTTP status, or 0 when nobody answered. */
export async function call(method, path, body) {
  const headers = { 'Content-Type': 'application/json' };
  if (session.value) headers.Authorization = `Bearer ${session.value.token}`;
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) })
    .catch(() => { throw Object.assign(new Error('no answer'), { code: 0 }); });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.msg ?? response.statusText), { code: response.status });
  return answer;
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

export const isAdmin = () => session.value?.roles.includes('admin') ?? false;
