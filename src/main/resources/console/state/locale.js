const { ref, shallowRef, watchEffect } = window.Vue;

const KEY = 'campanile.language';
const dictionary = async name => (await fetch(`words/${name}.json`)).json();

const first = localStorage.getItem(KEY) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
const words = shallowRef(await dictionary(first));

/** en or zh: as the browser prefers, until somebody chooses. */
export const language = ref(first);

watchEffect(() => { document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'; });

/** Switches between the two languages and remembers the choice. */
export async function switchLanguage() {
  const chosen = language.value === 'zh' ? 'en' : 'zh';
  words.value = await dictionary(chosen);
  language.value = chosen;
  localStorage.setItem(KEY, chosen);
}

/** The phrase in the chosen language, {0}, {1}… filled in; a word that has no entry stands for itself. */
export function say(key, ...values) {
  const phrase = words.value[key] ?? key;
  return values.length ? phrase.replace(/\{(\d)\}/g, (_, i) => values[i]) : phrase;
}

/** The phrase in its singular where the language has one: `key` or `key.one`. */
export const count = (key, n) => say(n === 1 ? `${key}.one` : key, n);

const known = (prefix, name) => words.value[`${prefix}.${name}`] ?? name;

/** A type as people call it; one that is configuration only is shown as it is written there. */
export const sayType = type => known('type', type);

/** A section, a command's service, one of its fields, a state: as people call them, or as they are written. */
export const saySection = section => known('section', section);
export const sayService = service => known('service', service);
export const sayField = field => known('field', field);
export const sayState = state => known('state', state);
export const sayEvent = event => known('event', event);
