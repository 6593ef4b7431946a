/** How a due day is told: by the natural days left, overdue first. Never red: late is amber. */
import { t } from "@/locales/desk";
import type { Face } from "@/shared/tones";

const SOON_DAYS = 3;
/** periods of the party: once over nobody is late, the next step is free */
const OF_THE_PARTY = new Set(["case_statement"]);

/** -2 → 逾期 2 天, or 已期满 for a period of the party; 0 → 今天到期, 5 → 剩 5 天 */
export function restWords(rest: number, rule = ""): string {
  if (rest < 0 && OF_THE_PARTY.has(rule)) return t("due.ended");
  if (rest < 0) return rest === -1 ? t("due.over.1") : t("due.over", { n: -rest });
  if (rest === 1) return t("due.left.1");
  return rest === 0 ? t("due.today") : t("due.left", { n: rest });
}

export function restFace(rest: number, rule = ""): Face {
  if (rest < 0 && OF_THE_PARTY.has(rule)) return { tone: "mute", icon: "ok" };
  if (rest < 0) return { tone: "warn", icon: "warn" };
  return { tone: rest <= SOON_DAYS ? "warn" : "mute", icon: "clock" };
}
