const { ref } = window.Vue;

const EVERY = 2600; // ms
const DING = 659.3, DONG = 523.3; // Hz: E5, C5
const PARTIALS = [[1, .5], [2.76, .18], [5.4, .06]]; // of a struck bell: frequency and loudness, relative
const LOUDNESS = .35, LASTS = 1.6; // seconds

/** Whether the door bell sounds: running; suspended, while the browser keeps a page silent that nobody has touched; or empty. */
export const sounding = ref('');

let context, timer;

/** Lets the bell sound until {@link hush}. Made of oscillators, so that there is no file to load when it must ring at once. */
export function ring() {
  if (timer) return;
  if (!context) {
    context = new AudioContext();
    context.onstatechange = tell;
    for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, () => { if (timer) context.resume(); });
  }
  context.resume();
  timer = setInterval(dingDong, EVERY);
  dingDong();
  tell();
}

export function hush() {
  clearInterval(timer);
  timer = undefined;
  context?.suspend();
  tell();
}

function tell() { sounding.value = timer ? context.state : ''; }

function dingDong() {
  if (context.state !== 'running') return context.resume().then(() => timer && strikes(), () => {});
  strikes();
}

function strikes() {
  strike(DING, context.currentTime + .02);
  strike(DONG, context.currentTime + .62);
}

function strike(frequency, at) {
  for (const [times, loud] of PARTIALS) {
    const partial = context.createOscillator(), volume = context.createGain();
    partial.frequency.value = frequency * times;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS * loud, at + .01);
    volume.gain.exponentialRampToValueAtTime(.0001, at + LASTS / times ** .5);
    partial.connect(volume).connect(context.destination);
    partial.start(at);
    partial.stop(at + LASTS);
  }
}
