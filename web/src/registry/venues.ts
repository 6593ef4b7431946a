/** How venues are shown: their licences, their moves, the form of one. */
import type { Of } from "@/api/wire";
import { t } from "@/locales/venues";
import { daysBetween } from "@/shared/dates";
import type { IconName } from "@/shared/icons";
import type { Tone } from "@/shared/tones";

export type Venue = Of<"VenueOut">;
export type VenueRow = Of<"VenueRowOut">;
export type VenueStatus = Venue["status"];
export const STATUSES = ["open", "closed", "cancelled", "lost"] as const;
const SOON_DAYS = 120;

/** The moves of a venue and the status each leads to (registry/domain/states.py). */
export const STATUS_VERBS: Record<string, VenueStatus> = { "venue.close": "closed", "venue.lose": "lost", "venue.cancel": "cancelled", "venue.reopen": "open" };

/** When a licence ends, or that it has ended. */
export function validity(to: string | null, expired: boolean, today: string): { text: string; face: { tone: Tone; icon: IconName } | null } {
  if (expired) return { text: t("expired"), face: { tone: "bad", icon: "bad" } };
  if (!to) return { text: "—", face: null };
  const left = daysBetween(today, to);
  return left <= SOON_DAYS ? { text: t("expires_in", { n: left }), face: { tone: "warn", icon: "clock" } } : { text: to.slice(0, 7), face: null };
}

/** 13:00–02:00 */
export const hours = (row: { opens_at: string; closes_at: string }): string => (row.opens_at ? `${row.opens_at}–${row.closes_at}` : "");
