// What the form offers by name. A device may know more: any service can be sent as it is written.
const PERCENT = { min: 0, max: 100, unit: '%' };
const SECONDS = { min: 1, max: 120, unit: 's' };

const MOVING = { set_speed: { percent: { ...PERCENT, first: 50 } } };
const EVERY = { locate: { seconds: { ...SECONDS, first: 10 } }, self_check: {}, charge: {} };
const DANCE = { dance: { routine: { choices: ['waltz', 'tango', 'robot'], first: 'waltz' } }, set_volume: { percent: { ...PERCENT, first: 60 } } };

const OF_TYPE = {
  retail: { open_door: { seconds: { ...SECONDS, first: 20 } } },
  dance_robot: { ...DANCE, ...MOVING },
  dance_dog: { ...DANCE, ...MOVING },
  rubbish: { empty_bin: {}, ...MOVING },
};

/** The services commonly asked of a type: name → field → {min, max, unit} or {choices}, and what it starts as. */
export const servicesOf = type => ({ ...EVERY, ...OF_TYPE[type] });
