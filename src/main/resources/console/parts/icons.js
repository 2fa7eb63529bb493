// Drawn on a 24-unit grid with a 1.6 stroke, so that they sit well beside text.
const { h } = window.Vue;

const STROKES = {
  retail: 'M4 9.5 5.5 4h13L20 9.5M4 9.5a2.6 2.6 0 0 0 5.3 0 2.6 2.6 0 0 0 5.4 0 2.6 2.6 0 0 0 5.3 0M5.5 12v8h13v-8M9.5 20v-4.5h5V20',
  dance_robot: 'M8 4h8v6H8zM12 4V2M10.5 7h.01M13.5 7h.01M9 12.5h6l-.7 4.5H9.7zM9 13 5 10l-1-3M15 13l4 1.5 1.5-3M10.5 17 8 22M13.5 17l3 2-1 3',
  dance_dog: 'M3 10.5 4 6l2.5 2H9l1.5 3.5h6L20 8.5M4.5 11.5 7 13v7M9.5 16.5V20M17 12v8M14.5 16v4M7 15.5h9.5M6 9.8h.01',
  rubbish: 'M4.5 7h15M9.5 7V4h5v3M6.5 7l1 13.5h9l1-13.5M10.3 11v5.5M13.7 11v5.5',
  other: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12 4 7.5',
  location: 'M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11zM12 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z',
  inspection: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3 20.5 20.5M8 10.5l2 2 3.5-4',
  electricity: 'M13 3 5.5 13.5H11L10 21l8-11h-5.5z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  cards: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  table: 'M4 5.5h16M4 12h16M4 18.5h16',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3 20.5 20.5',
  alert: 'M12 4 3 19.5h18zM12 10v4.5M12 17h.01',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4M12 5V3',
  chat: 'M4 5h16v11.5h-8.5L7 20.5v-4H4zM8 9.5h8M8 12.5h5',
  room: 'M9 5.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3.5 19c0-3 2.4-5 5.5-5s5.5 2 5.5 5M15.5 6a2.8 2.8 0 0 1 0 5.4M17 14.4c2.1.6 3.5 2.3 3.5 4.6',
  checks: 'M2.5 12.5 7 17 16 7.5M11.5 16.5l.7.7L21.5 7.5',
  check: 'M4.5 12.5 9.5 17.5 19.5 7',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  send: 'M4 12 20.5 4.5 15 20l-4-6.5zM11 13.5l9.5-9',
  flows: 'M4 5h6v5H4zM14 14h6v5h-6zM10 7.5h4.5a2.5 2.5 0 0 1 2.5 2.5v4',
  letters: 'M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7',
  wrench: 'M14.5 6a4 4 0 0 1 5-1.5L17 7l1 2 2 .5 1.2-2A4.5 4.5 0 0 1 15 12l-7.5 7.5a2.1 2.1 0 0 1-3-3L12 9a4.3 4.3 0 0 1 2.5-3z',
  phone: 'M6.5 3.5 9.5 4.5 10.5 9 8.5 10.8a12 12 0 0 0 4.7 4.7L15 13.5l4.5 1 1 3a2.5 2.5 0 0 1-2.7 3A15.5 15.5 0 0 1 3.5 6.2a2.5 2.5 0 0 1 3-2.7z',
  hangup: 'M3.5 14.5c-.6-1.2 0-2.6 1-3.4a12.5 12.5 0 0 1 15 0c1 .8 1.6 2.2 1 3.4l-.9 1.4-4.2-1.2-.4-2.6a9 9 0 0 0-6 0l-.4 2.6-4.2 1.2z',
  door: 'M6 20.5V3.5h12v17M3.5 20.5h17M14.5 12v.5M9 7h6',
  out: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9.5',
};

/** A line icon in the colour of the text around it; an unknown name draws a plain box. */
export const Icon = ({ name }) => h('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
  h('path', { d: STROKES[name] ?? STROKES.other }));
Icon.props = ['name'];

/** The mark: a bell in its tower. The same drawing, with room around it, is favicon.svg. */
export const Mark = () => h('svg', { class: 'mark', viewBox: '8.4 0 15.2 32', 'aria-hidden': 'true' }, [
  h('path', { class: 'tower', 'fill-rule': 'evenodd', d: 'M16 .3 22 7.6H10ZM9.4 8.4h13.2V10H9.4ZM10.8 10.8h10.4V19.2H10.8ZM12.5 19.2v-3.7a3.5 3.5 0 0 1 7 0v3.7ZM9.4 20h13.2v1.5H9.4ZM10.8 22.3h10.4l.5 6.7H10.3ZM15.2 24h1.6v3.2h-1.6ZM8.4 29.8h15.2v1.9H8.4Z' }),
  h('path', { class: 'bell', d: 'M16 13.2c1.4 0 2 1.1 2.1 2.5.1 1 .4 1.4.8 1.7h-5.8c.4-.3.7-.7.8-1.7.1-1.4.7-2.5 2.1-2.5Z' }),
]);
