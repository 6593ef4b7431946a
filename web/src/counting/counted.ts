/** The rows behind a number, 200 at a time, read again whenever the number changes. */
import { ref, shallowRef, watch } from "vue";

import type { Of } from "@/api/wire";
import { refusalWords } from "@/console/refusals";
import { activityState } from "@/locales/activities";
import { campaignState } from "@/locales/campaigns";
import { caseState } from "@/locales/cases";
import { rowState } from "@/locales/counting";
import { guidanceState } from "@/locales/guidance";
import { hazardState } from "@/locales/hazards";
import { leadState } from "@/locales/leads";
import { orderState } from "@/locales/records";
import { visitState } from "@/locales/visits";

export type CountedRow = Of<"CountedRowOut">;
type Page = Of<"CountedRowsOut">;

// a case, an order or a campaign that is closed is not a venue that is closed
const STATES: Record<string, (state: string) => string> = {
  case: caseState, lead: leadState, hazard: hazardState, guidance: guidanceState, activity: activityState, rectification: orderState, campaign: campaignState, visit: visitState,
};
export const stateOf = (row: Pick<CountedRow, "noun" | "state">): string => (row.state ? (STATES[row.noun] ?? rowState)(row.state) : "");

/** `ask` gets the offset; null asks for nothing. */
export function useCounted(key: () => string, ask: (offset: number) => Promise<Page>) {
  const rows = shallowRef<CountedRow[]>([]);
  const page = shallowRef<Page | null>(null);
  const busy = ref(false);
  const problem = ref("");
  let turn = 0;

  async function load(offset: number): Promise<void> {
    const mine = ++turn;
    busy.value = true;
    problem.value = "";
    try {
      const got = await ask(offset);
      if (mine !== turn) return;
      page.value = got;
      rows.value = offset ? [...rows.value, ...got.rows] : got.rows;
    } catch (error) {
      if (mine !== turn) return;
      problem.value = refusalWords(error);
      if (!offset) rows.value = [];
    } finally {
      if (mine === turn) busy.value = false;
    }
  }

  const more = async (): Promise<void> => {
    if (page.value?.next && !busy.value) await load(page.value.next);
  };
  watch(key, (asked) => {
    page.value = null;
    rows.value = [];
    if (asked) void load(0);
  }, { immediate: true });
  return { rows, page, busy, problem, more, reload: () => load(0) };
}
