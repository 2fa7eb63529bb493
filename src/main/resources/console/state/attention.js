import { openBySn } from './alerts.js';
import { SECTIONS } from './fleet.js';

/** What is wrong with a device: its open alerts, and the sections that say so themselves and have none. */
export function troubles(device) {
  const found = (openBySn.get(device.sn) ?? []).map(({ section, code, msg, state }) => ({ section, code, msg, state }));
  for (const section of SECTIONS) {
    const said = device.state?.[section];
    if (said?.code && !found.some(trouble => trouble.section === section)) found.push({ section, code: said.code, msg: said.msg, state: 'raised' });
  }
  return found;
}

/** Whether somebody should look: an alert that nobody has acknowledged, or a fault. */
export const needsAttention = device => device.faults > 0 || (openBySn.get(device.sn)?.length ?? 0) > 0;
