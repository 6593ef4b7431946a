/** A year's table of holidays as text: one day a line, `2027-01-01 法定 元旦`. */
import type { Of } from "@/api/wire";

export type SpecialDay = Of<"CalendarYearOut">["days"][number];
const WORD: Record<SpecialDay["kind"], string> = { statutory: "法定", bridge: "休", makeup: "班" };
const KIND = new Map(Object.entries(WORD).map(([kind, word]) => [word, kind as SpecialDay["kind"]]));

export const tableText = (days: SpecialDay[]): string => days.map((day) => `${day.on} ${WORD[day.kind]} ${day.name}`).join("\n");

/** The days, or the first line (from 1) that cannot be read. A name left out is the kind's own word. */
export function tableDays(text: string): { days: SpecialDay[]; bad: { n: number; text: string } | null } {
  const days: SpecialDay[] = [];
  for (const [at, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (!line) continue;
    const [, on, word = "", name = ""] = /^(\d{4}-\d{2}-\d{2})[\s,，]+(\S+?)(?:[\s,，]+(.*))?$/.exec(line) ?? [];
    const kind = KIND.get(word);
    if (!on || !kind || Number.isNaN(Date.parse(on))) return { days: [], bad: { n: at + 1, text: line } };
    days.push({ on, kind, name: name.trim() || word });
  }
  return { days, bad: null };
}
