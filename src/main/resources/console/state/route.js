const { shallowRef } = window.Vue;

const decode = text => { try { return decodeURIComponent(text); } catch { return text; } };

function read() {
  const [name, id, at] = location.hash.replace(/^#\/?/, '').split('/').map(decode);
  return { name: name || 'devices', id, at };
}

/** Where we are: #/devices, #/devices/{sn}, #/alerts, #/calls/{call_id}, #/messages/{conversation_id}/{seq}, #/flows/{flow}, #/dead-letters/{id} as {name, id, at}. */
export const route = shallowRef(read());

addEventListener('hashchange', () => { route.value = read(); });

/** The address of a view, of one thing in it, or of a place in that. */
export const to = (name, ...places) => `#/${[name, ...places.filter(place => place !== undefined).map(encodeURIComponent)].join('/')}`;

export function go(...address) { location.hash = to(...address); }
