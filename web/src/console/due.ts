/** How a due day is told: by the natural days left, overdue first. Never red: late is amber. */
import { t } from "@/locales/desk";
import type { Face } from "@/shared/tones";

const SOON_DAYS = 3;
/** periods of the party: once over nobody is late, the next step is free */
const OF_THE_PARTY = new Set(["case_statement", "hearing_request", "review_request", "litigation_request", "suit_after_review", "urging", "announcement", "referral_objection"]);
const HOUR_MS = 3_600_000;

/** -2 → 逾期 2 天, or 已期满 for a period of the party; 0 → 今天到期, 5 → 剩 5 天 */
export function restWords(rest: number, rule = ""): string {
  if (rest < 0 && OF_THE_PARTY.has(rule)) return t("due.ended");
  if (rest < 0) return rest === -1 ? t("due.over.1") : t("due.over", { n: -rest });
  if (rest === 1) return t("due.left.1");
  return rest === 0 ? t("due.today") : t("due.left", { n: rest });
}

/** 剩 5 小时, 逾期 2 小时: of a period in hours, by the server's minute */
export function hoursWords(dueAt: string, now: number): string {
  const left = (Date.parse(dueAt) - now) / HOUR_MS;
  return left < 0 ? t("due.hours_over", { n: Math.ceil(-left) }) : t("due.hours", { n: Math.floor(left) });
}

export function hoursFace(dueAt: string, now: number): Face {
  return { tone: "warn", icon: Date.parse(dueAt) < now ? "warn" : "clock" };
}

export function restFace(rest: number, rule = ""): Face {
  if (rest < 0 && OF_THE_PARTY.has(rule)) return { tone: "mute", icon: "ok" };
  if (rest < 0) return { tone: "warn", icon: "warn" };
  return { tone: rest <= SOON_DAYS ? "warn" : "mute", icon: "clock" };
}
