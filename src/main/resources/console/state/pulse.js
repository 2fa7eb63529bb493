const { ref } = window.Vue;

const WINDOW = 3; // seconds

/** Pushes a second, averaged over the last three. */
export const rate = ref(0);
/** The rate of each of the last 60 seconds, oldest first. */
export const rates = ref(Array(60).fill(0));

let counted = 0;

/** Counts one push. */
export const beat = () => { counted++; };

setInterval(() => {
  rates.value = [...rates.value.slice(1), counted];
  counted = 0;
  rate.value = rates.value.slice(-WINDOW).reduce((sum, n) => sum + n, 0) / WINDOW;
}, 1000);
