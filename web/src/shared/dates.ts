/** Dates and times as the interface prints them, always in the district's own zone. */
import { t } from "@/locales/shared";

export const ZONE = "Asia/Shanghai";
const DAY_MS = 86_400_000;
const clockFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

function parts(instant: string | number | Date): Record<string, string> {
  return Object.fromEntries(clockFormat.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
}

/** 2026-09-15 of an instant, in the district. */
export function dayOf(instant: string | number | Date): string {
  const p = parts(instant);
  return `${p["year"]}-${p["month"]}-${p["day"]}`;
}

/** 10:04 */
export function timeOf(instant: string | number | Date): string {
  const p = parts(instant);
  return `${p["hour"]}:${p["minute"]}`;
}

/** 10:21:08 */
export function secondsOf(instant: string | number | Date): string {
  return `${timeOf(instant)}:${parts(instant)["second"]}`;
}

/** Whole calendar days from one day to another; both as 2026-09-15. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 9月15日 */
export function monthDay(day: string): string {
  const [, m, d] = day.split("-").map(Number);
  return t("date.month_day", { m: m ?? "", d: d ?? "" });
}

/** 2026年9月15日 */
export function yearMonthDay(day: string): string {
  const [y, m, d] = day.split("-").map(Number);
  return t("date.year_month_day", { y: y ?? "", m: m ?? "", d: d ?? "" });
}

/** 周二 */
export function weekday(day: string): string {
  return t("date.weekdays").split(",")[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "";
}

/** 今天, 昨天, 明天 or 9月15日 */
export function nearDay(day: string, today: string): string {
  const distance = daysBetween(today, day);
  if (distance === 0) return t("date.today");
  if (distance === 1) return t("date.tomorrow");
  if (distance === -1) return t("date.yesterday");
  return monthDay(day);
}

/** 今天 10:02 */
export function nearTime(instant: string, today: string): string {
  return `${nearDay(dayOf(instant), today)} ${timeOf(instant)}`;
}
