/** Credit grades as they are shown. */
import type { Of } from "@/api/wire";
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
