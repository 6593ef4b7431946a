/** How cases look at the desk, and the words the server has for their codes. */
import { ref } from "vue";

import { told, wire, type Of } from "@/api/wire";
import { language } from "@/locales/language";
import type { Face } from "@/shared/tones";
import { listed } from "@/shared/words";

export type CaseRow = Of<"CaseOut">;
export type Case = Of<"CaseDetailOut">;
export type Payment = Of<"PaymentOut">;
type Words = Of<"PenaltyWordsOut">;
type Table = "classes" | "outcomes" | "sources" | "modes" | "closing_types" | "grounds" | "effects" | "results" | "courses";

export const CASE_STATES = ["filed", "investigated", "reviewed", "informed", "decided", "served", "performed", "closed", "archived", "withdrawn", "transferred"] as const;

const RUNNING: Face = { tone: "info", icon: "case" };
const DONE: Face = { tone: "ok", icon: "ok" };
const ENDED: Face = { tone: "mute", icon: "x" };
/** What is not in the archive yet, as the board asks for it; of those that ended, what owes the archive a clock. */
export const ON_BOARD = CASE_STATES.filter((state) => state !== "archived");
const OVER: readonly CaseRow["state"][] = ["withdrawn", "transferred"];
export const onBoard = (row: Pick<CaseRow, "state" | "due">): boolean => row.state !== "archived" && (!OVER.includes(row.state) || row.due !== null);

export const CASE_FACE: Record<CaseRow["state"], Face> = {
  filed: RUNNING, investigated: RUNNING, reviewed: RUNNING, informed: RUNNING, decided: RUNNING, served: RUNNING, performed: RUNNING,
  closed: DONE, archived: DONE, withdrawn: ENDED, transferred: ENDED,
};

const words = ref<Words | null>(null);
let asked = false;

/** Classes, outcomes, sources, modes and closing types, asked once a session; `name` is the code until they arrive. */
export function useCaseWords() {
  if (!asked) {
    asked = true;
    void told(wire.GET("/api/v1/penalties"))
      .then((got) => (words.value = got))
      .catch(() => (asked = false));
  }
  const name = (table: Table, code: string): string => {
    const hit = words.value?.[table].find((one) => one.code === code);
    return hit ? (language.value === "zh" ? hit.zh : hit.en) : code;
  };
  const names = (table: Table, codes: string[]): string => listed(codes.map((code) => name(table, code)));
  return { words, name, names };
}
