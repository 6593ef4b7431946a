/** Credit grades as they are shown. */
import { computed } from "vue";

import { told, wire, type Of } from "@/api/wire";
import { useOne } from "@/console/list";
import { t } from "@/locales/credit";
import type { Face } from "@/shared/tones";

export type Credit = Of<"CreditOut">;
export type Reason = Of<"CreditReasonOut">;
export type Appeal = Of<"CreditAppealOut">;
export type Dishonesty = Of<"DishonestyOut">;
export type CreditPolicy = Of<"CreditPolicyOut">;
export type CreditTable = CreditPolicy["table"];

export const APPEAL_FACE: Record<Appeal["state"], Face> = {
  filed: { tone: "warn", icon: "clock" },
  upheld: { tone: "ok", icon: "ok" },
  rejected: { tone: "mute", icon: "na" },
};
export const DISHONESTY_FACE: Record<Dishonesty["state"], Face> = {
  proposed: { tone: "warn", icon: "eye" },
  listed: { tone: "bad", icon: "bad" },
  refused: { tone: "mute", icon: "na" },
  repaired: { tone: "ok", icon: "ok" },
  revoked: { tone: "mute", icon: "na" },
};

export const REPAIR_FACE: Record<Dishonesty["repairs"][number]["state"], Face> = {
  filed: { tone: "warn", icon: "todo" },
  checked: { tone: "warn", icon: "clock" },
  granted: { tone: "ok", icon: "ok" },
  denied: { tone: "bad", icon: "bad" },
  withdrawn: { tone: "mute", icon: "na" },
};

/** 严重失信 36 个月、轻微失信 12 个月: how long each level is public, as the data has it; empty until it came */
export function useTermNote() {
  const { one } = useOne(() => "terms", () => told(wire.GET("/api/v1/dishonesty/terms")));
  return computed(() => {
    if (!one.value) return "";
    const terms = one.value.map((term) => t("term_of", { level: t(`level.${term.level}`), n: term.months }) + (term.verified ? "" : t("term_unread"))).join(t("term_and"));
    return t("term_note", { terms, basis: one.value[0]!.basis });
  });
}

/** Where a reason opens; what has no page of its own has no link. */
export function reasonTo(noun: string, uuid: string): string | null {
  if (noun === "case") return `/c/cases/${uuid}`;
  if (noun === "inspection") return `/c/records/${uuid}`;
  return noun === "lead" ? `/c/cases/leads?open=${uuid}` : null;
}

/** +3, −12, 0 */
export function signed(n: number): string {
  return n > 0 ? `+${n}` : n < 0 ? `−${-n}` : "0";
}

export function copied(table: CreditTable): CreditTable {
  return JSON.parse(JSON.stringify(table)) as CreditTable;
}
