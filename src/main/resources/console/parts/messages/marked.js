const { h } = window.Vue;

/** A text of which some pieces are marked. */
export const Marked = ({ pieces }) => pieces.map(({ text, hit }) => hit ? h('mark', text) : text);
Marked.props = ['pieces'];
