const { ref, watchEffect } = window.Vue;

const system = matchMedia('(prefers-color-scheme: dark)');
const chosen = localStorage.getItem('campanile.theme');

/** Whether the page is dark: as the system says, until somebody chooses. */
export const dark = ref(chosen ? chosen === 'dark' : system.matches);

system.addEventListener('change', () => { if (!localStorage.getItem('campanile.theme')) dark.value = system.matches; });
watchEffect(() => { document.documentElement.dataset.theme = dark.value ? 'dark' : 'light'; });

export function switchTheme() {
  dark.value = !dark.value;
  localStorage.setItem('campanile.theme', dark.value ? 'dark' : 'light');
}
