/** What a text, an id, a date, a number may be (docs/draws.md, sections 2.2 and 2.4). */
import { utf8 } from "@/domain/draw/bytes";
import { visible } from "@/domain/draw/characters";

const ID = /^[^a-z ,/"\\]+$/u;
const COUNT = /^(0|[1-9][0-9]{0,15})$/;
const DIGEST = /^[0-9a-f]{64}$/;
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

const bounded = (text: string): boolean => !text.startsWith(" ") && !text.endsWith(" ");
export const goodText = (text: string): boolean => visible(text) && text.normalize("NFC") === text && bounded(text);
export const goodId = (text: string): boolean => ID.test(text) && text !== "-" && goodText(text) && utf8(text).length <= 23 && text.normalize("NFKC") === text;
export const goodDigest = (value: unknown): value is string => typeof value === "string" && DIGEST.test(value);
export const goodCount = (text: string): boolean => COUNT.test(text) && Number.isSafeInteger(Number(text));
export const goodInt = (value: unknown, least = 0): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= least;

const leap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const length = (year: number, month: number): number => LENGTHS[month - 1]! + (month === 2 && leap(year) ? 1 : 0);

export function goodDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number) as [number, number, number, number];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= length(year, month);
}

/** Days since the first of January of year 1, which is day 1; for good dates. */
export function ordinal(date: string): number {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const before = year - 1;
  let days = 365 * before + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + day;
  for (let n = 1; n < month; n++) days += length(year, n);
  return days;
}

const BEIJING_S = 8 * 3600;
const UNIX_DAY = ordinal("1970-01-01");
const LAST_S = (ordinal("9999-12-31") + 1 - UNIX_DAY) * 86_400 - BEIJING_S;

/** Unix seconds of the beginning of a day in Beijing. */
export const beginning = (date: string): number => (ordinal(date) - UNIX_DAY) * 86_400 - BEIJING_S;

/** Date and minute of the day in Beijing; null beyond the calendar. */
export function beijing(seconds: number): { date: string; minute: number } | null {
  if (seconds >= LAST_S) return null;
  const told = new Date((seconds + BEIJING_S) * 1000).toISOString();
  return { date: told.slice(0, 10), minute: Number(told.slice(11, 13)) * 60 + Number(told.slice(14, 16)) };
}
