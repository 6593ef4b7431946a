/** How a due day is told: by the natural days left, overdue first. Never red: late is amber. */
import { t } from "@/locales/desk";
import type { Face } from "@/shared/tones";

const SOON_DAYS = 3;

/** -2 → 逾期 2 天, 0 → 今天到期, 5 → 剩 5 天 */
export function restWords(rest: number): string {
  if (rest < 0) return t("due.over", { n: -rest });
  return rest === 0 ? t("due.today") : t("due.left", { n: rest });
}

export function restFace(rest: number): Face {
  if (rest < 0) return { tone: "warn", icon: "warn" };
  return { tone: rest <= SOON_DAYS ? "warn" : "mute", icon: "clock" };
}
