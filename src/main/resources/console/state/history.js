import { call, path } from './api.js';

const PAGE = 200;
const SLOTS = 24, IN_SLOT = 25, AT_ONCE = 6;

/**
 * A device's reports between two times, oldest first: all of them where a page holds them, else the newest page whole and
 * before it some of each stretch of the time, so that a week costs as little as an hour.
 */
export async function read(sn, from, to) {
  const newest = await reports(sn, { from, to, limit: PAGE });
  if (!newest.has_more) return inOrder(newest.reports);
  const rest = newest.reports.at(-1).ts - 1;
  const width = (rest - from) / SLOTS;
  const slots = Array.from({ length: SLOTS }, (_, i) => ({ from: Math.round(from + i * width), to: Math.round(from + (i + 1) * width) - 1 }));
  const found = [newest.reports];
  const work = async () => {
    for (let slot; (slot = slots.pop());) found.push((await reports(sn, { ...slot, limit: IN_SLOT })).reports);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return inOrder(found.flat());
}

const reports = (sn, window) => call('GET', path(`/api/v1/devices/${encodeURIComponent(sn)}/reports`, window));

const inOrder = list => [...new Map(list.map(report => [report.report_id, report])).values()].sort((a, b) => a.ts - b.ts);
