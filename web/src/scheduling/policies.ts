/** Draw policies as they are edited. */
import type { Of } from "@/api/wire";
import en from "@/locales/policies.en.json";
import { namer } from "@/locales/language";
import { t } from "@/locales/policies";
import zh from "@/locales/policies.zh.json";

export type Policy = Of<"DrawPolicyOut">;
export type Table = Policy["table"];
export type Row = Table[string];
export type Brief = Of<"PolicyBriefOut">;
export type Effect = Of<"PolicyEffectOut">;

export const remarkName = namer(zh, en, "remark");
export const ruleName = namer(zh, en, "rule");

/** Which policy a draw started from, in one line. */
export function policyWords(policy: Brief): string {
  return policy.version ? t("started_from", { number: policy.number, n: policy.version }) : t("started_default");
}

/** A copy to type into. */
export const copied = <Thing>(thing: Thing): Thing => JSON.parse(JSON.stringify(thing)) as Thing;

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The rows of an effect in which something changes. */
export const changedRows = (effect: Effect[]): Effect[] => effect.filter((row) => row.quota_now !== row.quota_then || row.eligible_now !== row.eligible_then);
