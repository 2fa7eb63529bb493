const SKILLS = {
  self_check: device => ({ found: device.repair(), repaired: true }),
  locate: (device, { seconds = 10 }) => ({ sounding_for: seconds }),
  set_speed: (device, { percent = 100 }) => { device.speed = Math.min(100, Math.max(0, percent)); return { percent: device.speed }; },
  charge: device => { device.charge(); return { level: 100 }; },
  dance: (device, { routine = 'waltz' }) => { device.properties = { ...device.properties, routine }; return { routine }; },
  open_door: (device, { seconds = 20 }) => ({ open_for: seconds }),
  empty_bin: () => ({ emptied: true }),
  set_volume: (device, { percent = 50 }) => { device.properties = { ...device.properties, volume: percent }; return { percent }; },
};

/** What a simulated device does when commanded, and its answer: code 0, or 404 for what it cannot do. */
export function answer(behaviour, service, values) {
  const skill = Object.hasOwn(SKILLS, service) ? SKILLS[service] : null;
  return skill ? { code: 0, msg: '', values: skill(behaviour, values) } : { code: 404, msg: `no such service: ${service}`, values: {} };
}
