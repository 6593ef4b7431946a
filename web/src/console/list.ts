/** A list of the server, page by page: `{count, rows, next}` against the filters of the URL. */
import { ref, shallowRef, watch, type ShallowRef } from "vue";

import { get, NoReply, sentence } from "@/api/client";
import type { Page } from "@/api/types";
import type { ListPath, RowOf } from "@/api/wire";
import { t } from "@/locales/console";

/** `path` as in the schema: its rows have their type. Empty values of `query` are left out. */
export function useList<Path extends ListPath>(path: Path, query: () => Record<string, string>) {
  const rows: ShallowRef<RowOf<Path>[]> = shallowRef([]);
  const count = ref(0);
  const next = ref<string | null>(null);
  const busy = ref(false);
  const loaded = ref(false);
  const problem = ref("");
  const offline = ref(false);
  let turn = 0;

  async function load(cursor: string | null): Promise<void> {
    const mine = ++turn;
    busy.value = true;
    problem.value = "";
    try {
      const page = await get<Page<RowOf<Path>>>(path, cursor ? { ...query(), cursor } : query());
      if (mine !== turn) return;
      rows.value = cursor ? [...rows.value, ...page.rows] : page.rows;
      count.value = page.count;
      next.value = page.next;
      loaded.value = true;
    } catch (error) {
      if (mine !== turn) return;
      offline.value = error instanceof NoReply;
      problem.value = sentence(error, t("no_network"));
    } finally {
      if (mine === turn) busy.value = false;
    }
  }

  const reload = (): Promise<void> => load(null);
  const more = async (): Promise<void> => {
    if (next.value && !busy.value) await load(next.value);
  };
  watch(query, reload, { deep: true, immediate: true });
  return { rows, count, next, busy, loaded, problem, offline, reload, more };
}

/** One object of the server, read again whenever its key changes; an empty key reads nothing. */
export function useOne<One>(key: () => string, read: (key: string) => Promise<One>) {
  const one: ShallowRef<One | null> = shallowRef(null);
  const problem = ref("");
  let turn = 0;

  async function reload(): Promise<void> {
    const mine = ++turn;
    const asked = key();
    problem.value = "";
    if (!asked) {
      one.value = null;
      return;
    }
    try {
      const found = await read(asked);
      if (mine === turn) one.value = found;
    } catch (error) {
      if (mine !== turn) return;
      one.value = null;
      problem.value = sentence(error, t("no_network"));
    }
  }

  watch(key, reload, { immediate: true });
  return { one, problem, reload };
}
