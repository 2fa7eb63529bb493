const { ref, onMounted, onUnmounted } = window.Vue;

/** The width of an element in px as it changes, so that a drawing is laid out and not stretched. */
export function useWidth(element, first = 600) {
  const width = ref(first);
  const observer = new ResizeObserver(([{ contentRect }]) => { width.value = Math.max(160, contentRect.width); });
  onMounted(() => observer.observe(element.value));
  onUnmounted(() => observer.disconnect());
  return width;
}
