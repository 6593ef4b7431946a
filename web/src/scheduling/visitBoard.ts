/** What calendar and map share: the span asked for, its visits, narrowed by township and category. */
import { computed } from "vue";

import { useSession } from "@/api/session";
import { told, wire } from "@/api/wire";
import { useFilters } from "@/console/filters";
import { useOne } from "@/console/list";
import { t } from "@/locales/planning";
import { categoryName } from "@/locales/shared";
import { span, turn, type Mode } from "@/scheduling/board";

export function useVisitBoard(start: Mode) {
  const session = useSession();
  const { values, set } = useFilters({ day: session.today, mode: start, town: "", category: "", visit: "" });
  const mode = computed<Mode>(() => (values.mode === "week" ? "week" : "month"));
  const days = computed(() => span(mode.value, values.day));
  const key = computed(() => `${days.value.first}/${days.value.last}`);
  const { one: board, problem, reload } = useOne(() => key.value, () => told(wire.GET("/api/v1/visits/board", { params: { query: days.value } })));
  const all = computed(() => board.value?.visits ?? []);
  const visits = computed(() => all.value.filter((one) => (!values.town || (one.township.code || "-") === values.town) && (!values.category || one.categories.includes(values.category))));
  const towns = computed(() => [...new Map(all.value.map((one) => [one.township.code || "-", one.township.name || t("cal.no_town")]))].map(([value, label]) => ({ value, label })));
  const categories = computed(() => [...new Set(all.value.flatMap((one) => one.categories))].map((value) => ({ value, label: categoryName(value) })));
  const title = computed(() => t("cal.month", { y: Number(values.day.slice(0, 4)), m: Number(values.day.slice(5, 7)) }));
  const step = (by: number): void => set({ day: turn(mode.value, values.day, by) });
  const chosen = computed(() => all.value.find((one) => one.uuid === values.visit) ?? null);
  return { session, values, set, mode, days, board, problem, reload, visits, towns, categories, title, step, chosen };
}
