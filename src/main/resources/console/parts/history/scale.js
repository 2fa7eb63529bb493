const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const STEPS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];

const SILENCE = 20; // usual pauses
const FINEST = 40; // the part of the window that a silence fills at least

/** Where the time begins and ends in every chart, px from the edges, so that one moment is one line through all. */
export const LEFT = 84, RIGHT = 10;

/** The periods that can be chosen, in ms. */
export const PERIODS = [15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY];

/** A time to a place on a line of that many pixels, and back. */
export function timeScale([from, to], left, right) {
  const ratio = (right - left) / (to - from);
  return { x: ts => left + (ts - from) * ratio, ts: x => from + (x - left) / ratio };
}

/** Round times in the window, local time, at most about `most` of them. */
export function ticks([from, to], most) {
  const step = STEPS.find(s => (to - from) / s <= most) ?? STEPS.at(-1);
  const offset = new Date(from).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((from - offset) / step) * step + offset;
  return { step, at: Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step) };
}

/** Reports in the pieces between which a device was silent: for longer than its usual pause many times over. */
export function stretches(reports, [from, to]) {
  const pauses = reports.slice(1).map((report, i) => report.ts - reports[i].ts).sort((a, b) => a - b);
  const silence = Math.max(SILENCE * (pauses[pauses.length >> 1] ?? 0), (to - from) / FINEST);
  const pieces = [];
  for (const [i, report] of reports.entries()) {
    if (!i || report.ts - reports[i - 1].ts > silence) pieces.push([]);
    pieces.at(-1).push(report);
  }
  return pieces;
}

/** The report that stands at that time, the last one before it; null where there was none yet. */
export function at(reports, ts) {
  if (!reports.length || reports[0].ts > ts) return null;
  let low = 0, high = reports.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    reports[middle].ts <= ts ? low = middle : high = middle - 1;
  }
  return reports[low];
}
