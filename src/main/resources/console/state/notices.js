const { shallowReactive } = window.Vue;

const SHOWN = 8000; // ms
const MOST = 3;

/** What has just happened and is told for a moment: {id, alert} or {id, text}. */
export const notices = shallowReactive([]);
let last = 0;

export function notify(notice) {
  const id = ++last;
  notices.push({ id, ...notice });
  if (notices.length > MOST) notices.shift();
  setTimeout(() => dismiss(id), SHOWN);
}

export function dismiss(id) {
  const at = notices.findIndex(notice => notice.id === id);
  if (at >= 0) notices.splice(at, 1);
}
