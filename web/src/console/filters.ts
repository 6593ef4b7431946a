/** Filters live in the URL: a list can be bookmarked, sent to a colleague and gone back to. */
import { computed, reactive, watch } from "vue";
import { useRoute, useRouter, type LocationQueryRaw } from "vue-router";

export type Filters<Key extends string> = Record<Key, string>;

/** `start` names every filter with its value when the URL says nothing. */
export function useFilters<Key extends string>(start: Filters<Key>) {
  const route = useRoute();
  const router = useRouter();
  const home = route.path;
  const names = Object.keys(start) as Key[];
  const read = (): Filters<Key> =>
    Object.fromEntries(names.map((name) => [name, typeof route.query[name] === "string" ? route.query[name] : start[name]])) as Filters<Key>;
  const values = reactive(read()) as Filters<Key>;

  watch(() => route.query, () => route.path === home && Object.assign(values, read()));

  function set(next: Partial<Filters<Key>>): void {
    const query: LocationQueryRaw = { ...route.query };
    for (const name of Object.keys(next) as Key[]) {
      if (next[name] === start[name] || next[name] === undefined) delete query[name];
      else query[name] = next[name];
    }
    void router.replace({ query });
  }

  const active = computed(() => names.filter((name) => values[name] !== start[name]));
  const clear = (): void => set({ ...start });
  return { values, set, clear, active };
}

/** One more query value, for the row opened in the side sheet: `?open=<uuid>`. */
export function useOpened(name = "open") {
  const route = useRoute();
  const router = useRouter();
  return computed<string>({
    get: () => (typeof route.query[name] === "string" ? route.query[name] : ""),
    set: (value) => void router.replace({ query: { ...route.query, [name]: value || undefined } }),
  });
}

/** The row of a list opened in the side sheet, and how to the one before or after it. */
export function useOpenedRow(rows: () => readonly { uuid: string }[]) {
  const opened = useOpened();
  function step(by: number): void {
    const to = rows()[rows().findIndex((row) => row.uuid === opened.value) + by];
    if (to) opened.value = to.uuid;
  }
  return { opened, step };
}
