const { shallowRef } = window.Vue;

const decode = text => { try { return decodeURIComponent(text); } catch { return text; } };

function read() {
  const [name, id] = location.hash.replace(/^#\/?/, '').split('/').map(decode);
  return { name: name || 'devices', id };
}

/** Where we are: #/devices, #/devices/{sn}, #/alerts, #/calls/{call_id}, #/messages/{conversation_id}, #/flows/{flow}, #/dead-letters/{id} as {name, id}. */
export const route = shallowRef(read());

addEventListener('hashchange', () => { route.value = read(); });

/** The address of a view, or of one thing in it. */
export const to = (name, id) => `#/${name}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

export function go(name, id) { location.hash = to(name, id); }
