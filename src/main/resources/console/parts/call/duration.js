import { now } from '../../state/clock.js';

/** A span as minutes and seconds, such as 2:05. */
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long something has lasted, or has still to go, ticking in a component of its own. */
export const Duration = {
  props: ['since', 'until'],
  setup: () => ({ now, span }),
  template: `<time>{{ until ? span(until - now) : span(now - since) }}</time>`,
};
