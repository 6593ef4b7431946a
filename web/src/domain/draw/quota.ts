/** Who can be drawn, and how many of each class (docs/draws.md, sections 4 and 5). */
import { byText } from "@/domain/draw/bytes";
import { own } from "@/domain/draw/canonical";
import type { ByClass, Policy } from "@/domain/draw/commit";
import { need } from "@/domain/draw/faults";
import type { Venue } from "@/domain/draw/tables";
import { ordinal } from "@/domain/draw/text";

export type Rules = Pick<Policy, "bp" | "min" | "w" | "overall">;

/** The number of the policy for a venue's type and class. */
function limit(policy: Policy, key: "max_count" | "exclude_days", venue: Venue): number {
  const found = own(own(policy[key], venue.cell.split("/")[1]!) ?? own(policy[key], "*") ?? {}, venue.class);
  need(found !== undefined, "silent", { what: `${key} ${venue.cell} ${venue.class}` });
  return found;
}

/** The first reason that applies, or Y; `case` is taken as stated. */
export function verdict(venue: Venue, policy: Policy): string {
  if (venue.status !== "open") return "closed";
  if (venue.eligible === "case") return "case";
  if (Number(venue.count) >= limit(policy, "max_count", venue)) return "cap";
  // a period longer than the calendar excludes whoever was ever inspected
  if (venue.last && ordinal(venue.last) > Math.max(0, ordinal(policy.asof) - limit(policy, "exclude_days", venue))) return "recent";
  return "Y";
}

export interface Quota {
  quota: ByClass;
  short: ByClass;
}

const TENTHS = 10_000n;
const share = (n: number, bp: number): number => Number((BigInt(n) * BigInt(bp) + TENTHS - 1n) / TENTHS);
const summed = (numbers: number[]): number => numbers.reduce((sum, n) => sum + n, 0);

/** How many of each class: the ratio of the class, its least number, then the ratio of the whole. */
export function quotaOf(venues: Venue[], eligible: (venue: Venue) => boolean, rules: Rules): Quota {
  const names = [...new Set(venues.map((venue) => venue.class))].sort();
  for (const key of ["bp", "min", "w"] as const) need(names.every((name) => own(rules[key], name) !== undefined), "silent", { what: key });
  const counted = (name: string, which: (venue: Venue) => boolean): number => venues.filter((venue) => venue.class === name && which(venue)).length;
  const able: ByClass = Object.fromEntries(names.map((name) => [name, counted(name, eligible)]));
  const quota: ByClass = {};
  const short: ByClass = {};
  for (const name of names) {
    const want = Math.max(share(counted(name, () => true), rules.bp[name]!), rules.min[name]!);
    quota[name] = Math.min(able[name]!, want);
    if (want > quota[name]) short[name] = want - quota[name];
  }
  for (;;) {
    const gap = share(venues.length, rules.overall) - summed(names.map((name) => quota[name]!));
    if (gap <= 0) return { quota, short };
    const weights = names.map((name) => ({ name, weight: BigInt(rules.w[name]!) * BigInt(able[name]! - quota[name]!) }));
    const total = weights.reduce((sum, one) => sum + one.weight, 0n);
    if (total === 0n) return { quota, short: { ...short, "*": gap } };
    const parts = weights.filter((one) => one.weight > 0n).map(({ name, weight }) => ({ name, whole: Number((BigInt(gap) * weight) / total), rest: (BigInt(gap) * weight) % total }));
    const left = gap - summed(parts.map((part) => part.whole));
    parts.sort((a, b) => (a.rest === b.rest ? byText(a.name, b.name) : a.rest > b.rest ? -1 : 1));
    for (const [place, part] of parts.entries()) quota[part.name] = Math.min(able[part.name]!, quota[part.name]! + part.whole + (place < left ? 1 : 0));
  }
}

/** The first venue whose verdict does not follow from its row, what follows from all rows, and how many were lifted. */
export function judged(venues: Venue[], policy: Policy): { wrong: { venue: Venue; due: string } | null; quota: Quota; lifted: number } {
  const found = new Map(venues.map((venue) => [venue.id, verdict(venue, policy)]));
  const eligible = (venue: Venue): boolean => found.get(venue.id) === "Y";
  let lifted = 0;
  if (policy.lift.length) {
    for (const [name, n] of Object.entries(quotaOf(venues, eligible, policy).short)) {
      const recent = venues.filter((venue) => venue.class === name && found.get(venue.id) === "recent");
      recent.sort((a, b) => byText(a.last, b.last) || byText(a.id, b.id));
      for (const venue of recent.slice(0, n)) found.set(venue.id, "Y");
      lifted += Math.min(n, recent.length);
    }
  }
  const wrong = venues.find((venue) => venue.eligible !== found.get(venue.id));
  return { wrong: wrong ? { venue: wrong, due: found.get(wrong.id)! } : null, quota: quotaOf(venues, eligible, policy), lifted };
}
