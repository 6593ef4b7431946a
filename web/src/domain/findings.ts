/** What a finding may draw on at once: how often it was seen here before, and the order to rectify it leads to. */
import { citation } from "@/domain/citation";

export { citation };

export interface Past {
  item: string;
  found_on: string;
  corrected: boolean;
}

export interface Repeat {
  last: string;
  corrected: boolean;
  /** findings of this item here in the twelve months before that day, the last one included */
  times: number;
}

const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;

/** The last time the item failed at this venue before today; null: never, as far as the phone knows. */
export function repeated(history: Past[], item: string, today: string): Repeat | null {
  const past = history.filter((one) => one.item === item && one.found_on <= today).sort((a, b) => (a.found_on < b.found_on ? 1 : -1));
  const last = past[0];
  if (!last) return null;
  return { last: last.found_on, corrected: last.corrected, times: past.filter((one) => one.found_on > yearBefore(today)).length };
}

export interface Cited {
  law: string;
  article: string;
  role: string;
  in_force: boolean;
  measures: string[];
}

/** An order to rectify (责令改正) as the officer may hand it over; all of it can be changed before. */
export interface Order {
  content: string;
  basis: string;
  dueOn: string;
}

/** 行政处罚法: whoever punishes also orders to put right */
const GENERAL = "《中华人民共和国行政处罚法》第二十八条第一款";
const BASIS_SIGNS = 200;
/** natural days: what must stop at once has until tomorrow, a key item a week, any other a fortnight */
const AT_ONCE = 1;
const KEY_DAYS = 7;
const GENERAL_DAYS = 15;

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The order a finding leads to: what was broken, the duty and the provision that orders to put it right, a day. */
export function orderOf(item: { level: string; statement_bad: string; question: string; bases: Cited[] }, today: string): Order {
  const live = item.bases.filter((one) => one.in_force);
  const ordering = live.filter((one) => one.role === "penalty" && one.measures.length > 0);
  const stops = ordering.some((one) => one.measures.some((measure) => measure === "order_stop" || measure === "ban"));
  const named = [live.find((one) => one.role === "duty"), ordering.find((one) => one.measures.includes("rectify")) ?? ordering[0]].filter((one) => one !== undefined);
  const days = stops ? AT_ONCE : item.level === "key" ? KEY_DAYS : GENERAL_DAYS;
  return { content: item.statement_bad || item.question, basis: joined([GENERAL, ...named.map(citation)]), dueOn: dayAfter(today, days) };
}

/** Provisions one after the other, as many as a line of the order holds. */
function joined(provisions: string[]): string {
  return [...new Set(provisions)].reduce((text, one) => (text && text.length + one.length + 1 > BASIS_SIGNS ? text : text ? `${text}、${one}` : one), "");
}

/** One order for each last day: what is due together is ordered together. */
export function ordersMerged(given: { item: string; order: Order }[]): { items: string[]; content: string; basis: string; due_on: string }[] {
  const days = [...new Set(given.map((one) => one.order.dueOn))].sort();
  return days.map((due_on) => {
    const together = given.filter((one) => one.order.dueOn === due_on);
    const provisions = together.flatMap((one) => one.order.basis.split("、")).filter((one) => one.trim());
    const content = together.map((one, n) => (together.length > 1 ? `${n + 1}．${one.order.content.trim()}` : one.order.content.trim()));
    return { items: together.map((one) => one.item), content: content.join("\n"), basis: joined(provisions), due_on };
  });
}
