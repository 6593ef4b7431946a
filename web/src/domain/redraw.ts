/** From a commit and its beacon to the venues, by arithmetic alone (docs/draws.md, sections 4 to 9). */
import { below, byText, H, hash, hex, joined, order, utf8 } from "@/domain/ssj";

type ByClass = Record<string, number>;

export interface Policy {
  asof: string;
  max_count: Record<string, ByClass>;
  exclude_days: Record<string, ByClass>;
  lift: string[];
  bp: ByClass;
  min: ByClass;
  w: ByClass;
  overall: number;
  cellmin: ByClass;
}

export interface Venue {
  id: string;
  class: string;
  cell: string;
  name: string;
  status: string;
  last: string;
  count: string;
  eligible: string;
}

const ofType = (table: Record<string, ByClass>, venue: Venue): number => (table[venue.cell.split("/")[1]!] ?? table["*"] ?? {})[venue.class] ?? 0;

function dayBefore(day: string, days: number): string {
  const ms = Date.parse(`${day}T00:00:00Z`) - days * 86_400_000;
  return ms < Date.parse("0001-01-01T00:00:00Z") ? "" : new Date(ms).toISOString().slice(0, 10);
}

/** The first reason that applies, or Y; `case` is taken as stated. */
export function verdict(venue: Venue, policy: Policy): string {
  if (venue.status !== "open") return "closed";
  if (venue.eligible === "case") return "case";
  if (Number(venue.count) >= ofType(policy.max_count, venue)) return "cap";
  if (venue.last && venue.last > dayBefore(policy.asof, ofType(policy.exclude_days, venue))) return "recent";
  return "Y";
}

export interface Quota {
  quota: ByClass;
  short: ByClass;
}

/** How many of each class: the ratio of the class, its least number, then the ratio of the whole. */
export function quotaOf(venues: Venue[], eligible: (venue: Venue) => boolean, policy: Policy): Quota {
  const names = [...new Set(venues.map((venue) => venue.class))].sort();
  const N = (name: string): number => venues.filter((venue) => venue.class === name).length;
  const E = Object.fromEntries(names.map((name) => [name, venues.filter((venue) => venue.class === name && eligible(venue)).length]));
  const quota: ByClass = {};
  const short: ByClass = {};
  for (const name of names) {
    const want = Math.max(Math.ceil((N(name) * policy.bp[name]!) / 10_000), policy.min[name]!);
    quota[name] = Math.min(E[name]!, want);
    if (want > quota[name]!) short[name] = want - quota[name]!;
  }
  for (;;) {
    const D = Math.ceil((venues.length * policy.overall) / 10_000) - names.reduce((sum, name) => sum + quota[name]!, 0);
    if (D <= 0) return { quota, short };
    const weight = Object.fromEntries(names.map((name) => [name, BigInt(policy.w[name]!) * BigInt(E[name]! - quota[name]!)]));
    const W = names.reduce((sum, name) => sum + weight[name]!, 0n);
    if (W === 0n) return { quota, short: { ...short, "*": D } };
    const more = Object.fromEntries(names.map((name) => [name, Number((BigInt(D) * weight[name]!) / W)]));
    const rest = D - names.reduce((sum, name) => sum + more[name]!, 0);
    const remainder = (name: string): bigint => (BigInt(D) * weight[name]!) % W;
    const first = names.filter((name) => weight[name]! > 0n).sort((a, b) => (remainder(a) === remainder(b) ? (a < b ? -1 : 1) : remainder(a) > remainder(b) ? -1 : 1));
    for (const name of first.slice(0, rest)) more[name]! += 1;
    for (const name of names) quota[name]! += Math.min(more[name]!, E[name]! - quota[name]!);
  }
}

/** Whether every verdict follows from its row, and the quota that follows from them. */
export function judged(venues: Venue[], policy: Policy): { same: boolean; quota: Quota } {
  const found = new Map(venues.map((venue) => [venue.id, verdict(venue, policy)]));
  const before = quotaOf(venues, (venue) => found.get(venue.id) === "Y", policy);
  if (policy.lift.includes("recent")) {
    for (const [name, n] of Object.entries(before.short)) {
      const recent = venues.filter((venue) => venue.class === name && found.get(venue.id) === "recent");
      recent.sort((a, b) => byText(a.last, b.last) || byText(a.id, b.id));
      for (const venue of recent.slice(0, n)) found.set(venue.id, "Y");
    }
  }
  return { same: venues.every((venue) => venue.eligible === found.get(venue.id)), quota: quotaOf(venues, (venue) => found.get(venue.id) === "Y", policy) };
}

export interface Ticket {
  id: string;
  ticket: string;
}

export interface CellDrawn {
  class: string;
  cell: string;
  quota: number;
  /** in ticket order: the first `quota` are selected, the others wait */
  tickets: Ticket[];
}

async function shares(alloc: Uint8Array, name: string, n: number, sizes: [string, number][]): Promise<Map<string, number>> {
  const E = sizes.reduce((sum, [, size]) => sum + size, 0);
  const keyed = await Promise.all(sizes.map(async ([cell, size]) => ({ cell, size, key: await H("cell", alloc, name, cell) })));
  keyed.sort((a, b) => order(a.key, b.key) || byText(a.cell, b.cell));
  const found = new Map(sizes.map(([cell]) => [cell, 0]));
  if (n === 0 || E === 0) return found;
  const u = await below(alloc, `start/${name}`, E);
  let low = 0;
  for (const { cell, size } of keyed) {
    const high = low + n * size;
    const upTo = (x: number): number => (x > u ? Math.ceil((x - u) / E) : 0);
    found.set(cell, upTo(high) - upTo(low));
    low = high;
  }
  return found;
}

/** Every cell with its tickets. */
export async function redraw(seed: Uint8Array, venues: Venue[], quota: ByClass, policy: Policy): Promise<CellDrawn[]> {
  const [venueKey, alloc] = [await H("venue", seed), await H("alloc", seed)];
  const pools = new Map<string, Map<string, string[]>>();
  for (const venue of venues) {
    if (venue.eligible !== "Y") continue;
    const cells = pools.get(venue.class) ?? pools.set(venue.class, new Map()).get(venue.class)!;
    (cells.get(venue.cell) ?? cells.set(venue.cell, []).get(venue.cell)!).push(venue.id);
  }
  const drawn: CellDrawn[] = [];
  for (const [name, cells] of pools) {
    const least = new Map([...cells].map(([cell, ids]) => [cell, Math.min(policy.cellmin[name] ?? 0, ids.length)]));
    const given = [...least.values()].reduce((sum, n) => sum + n, 0);
    const rest = await shares(alloc, name, (quota[name] ?? 0) - given, [...cells].map(([cell, ids]) => [cell, ids.length - least.get(cell)!]));
    for (const [cell, ids] of cells) {
      const tickets = await Promise.all(ids.map(async (id) => ({ id, ticket: hex(await hash(joined(venueKey, utf8(id)))) })));
      tickets.sort((a, b) => (a.ticket === b.ticket ? byText(a.id, b.id) : a.ticket < b.ticket ? -1 : 1));
      drawn.push({ class: name, cell, quota: least.get(cell)! + rest.get(cell)!, tickets });
    }
  }
  return drawn;
}

async function tree(leaves: Uint8Array[]): Promise<Uint8Array> {
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return H("node", await tree(leaves.slice(0, k)), await tree(leaves.slice(k)));
}

/** The digest that stands for results.tsv in the log; `lines` are its rows in order. */
export async function rootOf(seed: Uint8Array, lines: string[]): Promise<string> {
  const leaves = await Promise.all(lines.map(async (line) => H("leaf", await H("salt", seed, line.split("\t")[0]!), line)));
  return hex(await H("root", lines.length, leaves.length ? await tree(leaves) : ""));
}

