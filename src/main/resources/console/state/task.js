const { ref, shallowRef } = window.Vue;

/** Something that is asked of the gateway: whether it is under way and why it failed last. `run` answers nothing after a failure. */
export function task(work) {
  const busy = ref(false), failure = shallowRef(null);
  async function run(...values) {
    busy.value = true;
    failure.value = null;
    try {
      return await work(...values);
    } catch (refusal) {
      if (refusal.code === undefined) console.warn(refusal);
      failure.value = refusal;
    } finally {
      busy.value = false;
    }
  }
  return { busy, failure, run };
}
