import { language, say } from './locale.js';
const { ref } = window.Vue;

/** The time in ms, ticking each second, for what is shown relative to it. */
export const now = ref(Date.now());
setInterval(() => { now.value = Date.now(); }, 1000);

/** A moment as people say it: "now", "12 s ago". */
export function ago(ts) {
  if (!ts) return say('never');
  const seconds = Math.max(0, Math.round((now.value - ts) / 1000)); // a device's clock may run ahead of ours
  if (seconds < 5) return say('now');
  if (seconds < 60) return say('seconds', seconds);
  if (seconds < 3600) return say('minutes', Math.floor(seconds / 60));
  if (seconds < 86_400) return say('hours', Math.floor(seconds / 3600));
  return say('days', Math.floor(seconds / 86_400));
}

const format = options => ts => new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', options).format(ts);
const SECONDS = { hour: '2-digit', minute: '2-digit', second: '2-digit' };

/** A moment to the second, with its day. */
export const moment = format({ month: 'short', day: 'numeric', ...SECONDS });
/** A time of day to the second, to the minute; a day. */
export const timeOfDay = format(SECONDS);
export const minute = format({ hour: '2-digit', minute: '2-digit' });
export const day = format({ month: 'short', day: 'numeric' });
