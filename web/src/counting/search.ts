/** Hits of the archive search: where each opens. */
import type { Of } from "@/api/wire";

export type Hit = Of<"SearchHitOut">;
export type Group = Of<"SearchGroupOut">;
export const KINDS = ["case", "lead", "record", "order", "document", "venue"] as const;
export const CASE_STATES = ["filed", "investigated", "reviewed", "informed", "decided", "served", "performed", "closed", "archived", "withdrawn", "transferred"] as const;

const PAGES: Record<string, (id: string) => string> = {
  case: (id) => `/c/cases/${id}`,
  lead: (id) => `/c/cases/leads?open=${id}`,
  record: (id) => `/c/records/${id}`,
  inspection: (id) => `/c/records/${id}`,
  order: (id) => `/c/records/${id}`,
  venue: (id) => `/c/venues?open=${id}`,
};

/** The page of a hit; a document opens the matter it belongs to, one of something without a page has none. */
export function hitTo(hit: Pick<Hit, "noun" | "to">): string | null {
  return PAGES[hit.noun]?.(hit.to) ?? null;
}

/** Years from now back to the first of the records. */
export function years(today: string): string[] {
  const last = Number(today.slice(0, 4));
  return Array.from({ length: 10 }, (_, n) => String(last - n));
}
