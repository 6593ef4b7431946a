/** What the pool of a draw is narrowed to, typed and told. */
import type { Of } from "@/api/wire";
import en from "@/locales/filters.en.json";
import { t } from "@/locales/filters";
import { namer } from "@/locales/language";
import zh from "@/locales/filters.zh.json";
import { t as d } from "@/locales/draws";
import { categoryName } from "@/locales/shared";
import { joined } from "@/scheduling/draws";

export type PoolFilter = Of<"FilterOut">;
export type Kept = Of<"PoolFilterOut">;
export const HISTORY = ["complaint", "penalty", "unrectified"] as const;
export const historyName = namer(zh, en, "history");

export const emptyFilter = (): PoolFilter => ({ categories: [], townships: [], grades: [], set_up_by: "", history: [], history_since: "", not_visited_since: "" });

/** For the wire: no day is null. */
export function filterTyped(filter: PoolFilter): Of<"PoolFilterInRequest"> {
  const day = (text: string): string | null => text || null;
  return { ...filter, set_up_by: day(filter.set_up_by), history_since: day(filter.history_since), not_visited_since: day(filter.not_visited_since) } as Of<"PoolFilterInRequest">;
}

/** The filter in words, one part each; empty = the whole register. */
export function filterWords(filter: PoolFilter, townName: (code: string) => string): string[] {
  const names = joined(filter.history.map((kind) => historyName(kind)));
  return [
    joined(filter.categories.map(categoryName)),
    joined(filter.townships.map(townName)),
    joined(filter.grades.map((grade) => d("draw.grade_of", { grade }))),
    filter.set_up_by && t("word.set_up_by", { day: filter.set_up_by }),
    names && (filter.history_since ? t("word.history_since", { names, day: filter.history_since }) : names),
    filter.not_visited_since && t("word.not_visited_since", { day: filter.not_visited_since }),
  ].filter(Boolean);
}
