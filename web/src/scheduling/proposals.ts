/** The next draws proposed: their words, and the draft one click makes of them. */
import { told, wire, type Of } from "@/api/wire";
import { t } from "@/locales/planning";
import { categoryName } from "@/locales/shared";
import { joined } from "@/scheduling/draws";
import { monthDay } from "@/shared/dates";

export type Proposals = Of<"ProposalsOut">;
export type Proposal = Of<"ProposalOut">;

export const rowName = (row: Of<"DueRowOut">): string => row.item || t("pro.whole");

/** 建议：10月16日前抽取民宿 1 家 */
export function headline(one: Proposal, last: boolean): string {
  const categories = joined(one.draft.categories.map(categoryName));
  return t("pro.title", { day: monthDay(one.draw_by), categories, n: one.count }) + (last ? t("pro.all") : "");
}

/** Its ground and what it yields, sentence by sentence. */
export function grounds(one: Proposal): string[] {
  return [
    t("pro.serves", { items: joined(one.rows.map(rowName)) }),
    ...(one.rows.length > 1 ? [t("pro.merged", { n: one.rows.length })] : []),
    t("pro.days", { from: monthDay(one.visit_from), to: monthDay(one.visit_to), pool: one.pool }),
    ...(one.policy_more ? [t("pro.policy", { n: one.policy_more })] : []),
    ...(one.late ? [t("pro.late")] : []),
  ];
}

/** Why these draws: the fewest visits, or what no way can go below. */
export function cost(all: Proposals): string {
  const more = all.draws.reduce((sum, one) => sum + one.policy_more, 0);
  const values = { draws: all.draws.length, visits: all.visits, bound: all.bound };
  return (all.fewest ? t("pro.fewest", values) : t("pro.near", values)) + (more ? ` ${t("pro.more", { n: more })}` : "");
}

/** Drafts the draw; answers its uuid. Nothing is fixed before its commit. */
export async function draft(one: Proposal): Promise<string> {
  return (await told(wire.POST("/api/v1/draws", { body: one.draft }))).uuid;
}
