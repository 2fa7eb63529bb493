const { computed } = window.Vue;

/** A trend as SVG points in a box of 100 × 24, the scale never finer than given so that noise stays flat. */
function points(trend, finest = 4) {
  const low = Math.min(...trend), span = Math.max(finest, Math.max(...trend) - low);
  const step = 100 / Math.max(1, trend.length - 1);
  return trend.map((value, i) => `${(i * step).toFixed(1)},${(22 - (value - low) / span * 20).toFixed(1)}`).join(' ');
}

export const Sparkline = {
  props: ['trend', 'finest'],
  setup: props => ({ line: computed(() => points(props.trend, props.finest)) }),
  template: `<svg class="sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true"><polyline :points="line"/></svg>`,
};
