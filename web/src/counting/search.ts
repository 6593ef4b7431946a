/** Hits of the archive search: where each opens. */
import type { Of } from "@/api/wire";
import { pageOf } from "@/counting/duties";

export type Hit = Of<"SearchHitOut">;
export type Group = Of<"SearchGroupOut">;
export const KINDS = ["case", "lead", "record", "order", "document", "talk", "pledge", "followup", "activity", "venue"] as const;
export const CASE_STATES = ["filed", "investigated", "reviewed", "informed", "decided", "served", "performed", "closed", "archived", "withdrawn", "transferred"] as const;

/** The page of a hit; a document opens the matter it belongs to, one of something without a page has none. */
export function hitTo(hit: Pick<Hit, "noun" | "to">): string | null {
  return pageOf(hit.noun === "record" || hit.noun === "order" ? "inspection" : hit.noun, hit.to);
}

/** Years from now back to the first of the records. */
export function years(today: string): string[] {
  const last = Number(today.slice(0, 4));
  return Array.from({ length: 10 }, (_, n) => String(last - n));
}
