import { Icon } from './icons.js';
import { counts, everyone, filter, showAll, types } from '../state/filter.js';
import { say, sayType } from '../state/locale.js';
const { computed } = window.Vue;

/** Narrows the board by type, by state and by words. */
export const Filters = {
  props: ['layout'],
  emits: ['layout'],
  components: { Icon },
  setup: () => ({ counts, everyone, filter, showAll, types, say, sayType,
    toggle: (key, value) => { filter[key] = filter[key] === value ? '' : value; },
    states: computed(() => ['online', 'offline', 'attention'].filter(name => filter.only === name || (counts.value[name] && counts.value[name] < everyone.value.length) || (name === 'attention' && counts.value[name]))) }),
  template: `
    <section class="filters" :aria-label="say('filter')">
      <div class="choices" role="group" :aria-label="say('type')">
        <button type="button" :aria-pressed="!filter.type && !filter.only" @click="showAll">{{ say('all') }} <i>{{ everyone.length }}</i></button>
        <button type="button" v-for="[name, n] in types" :key="name" :class="name" :aria-pressed="filter.type === name" @click="toggle('type', name)">
          <Icon :name="name"/>{{ sayType(name) }} <i>{{ n }}</i></button>
      </div>
      <div class="choices" role="group" :aria-label="say('status')">
        <button type="button" v-for="name in states" :key="name" :class="[name, { warning: name === 'attention' }]" :aria-pressed="filter.only === name" @click="toggle('only', name)">
          <Icon v-if="name === 'attention'" name="alert"/>{{ say('only.' + name) }} <i>{{ counts[name] }}</i></button>
      </div>
      <input id="find" type="search" @keydown.esc="filter.text = ''" v-model="filter.text" :placeholder="say('search')" :aria-label="say('search')">
      <div class="choices layout" role="group" :aria-label="say('layout')">
        <button type="button" v-for="name in ['cards', 'table']" :key="name" :aria-pressed="layout === name" :title="say(name)" :aria-label="say(name)" @click="$emit('layout', name)"><Icon :name="name"/></button>
      </div>
    </section>`,
};
