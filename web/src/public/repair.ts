/** What stands beside a published decision about the repair of credit (信用修复): the day, or why there is none. */
import type { RowOf } from "@/api/wire";
import { chinese } from "@/locales/language";
import { askName, t } from "@/locales/repair";

export type PublicRepair = RowOf<"/api/v1/public/penalties">["repair"];

/** Reasons that help the party; of a decision withdrawn or fallen nothing is said here. */
const SAID = new Set(["minor", "over"]);

export interface RepairWords {
  line: string;
  more: string;
}

export function repairWords(of: PublicRepair): RepairWords | null {
  if (of.from_on) {
    const needs = t("short", { asks: of.asks.map(askName).join(t("and")) });
    const until = of.until_on ? `${t("until", { day: of.until_on })}${of.verified ? "" : t("period_unread")}` : "";
    return { line: t("from", { day: of.from_on }), more: [needs, t("where"), until].filter(Boolean).join(chinese() ? "" : " ") };
  }
  return SAID.has(of.why_not) ? { line: t(of.why_not as "minor" | "over"), more: "" } : null;
}
