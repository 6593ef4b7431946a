/** From the seed to the venues (docs/draws.md, section 7). */
import { hex, type Hashes } from "@/domain/draw/bytes";
import type { ByClass } from "@/domain/draw/commit";
import { need } from "@/domain/draw/faults";
import type { Venue } from "@/domain/draw/tables";

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

export type Sizes = [cell: string, size: number][];
const summed = (numbers: Iterable<number>): number => [...numbers].reduce((sum, n) => sum + n, 0);

/** The cells of a class in their hashed order. */
export async function laid(hashes: Hashes, alloc: Uint8Array, name: string, sizes: Sizes): Promise<Sizes> {
  const keyed = await Promise.all(sizes.map(async (one) => ({ one, key: hex(await hashes.h("cell", alloc, name, one[0])) })));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ one }) => one);
}

/** n marks at equal distance on the line of cells; how many fall into each. */
export async function spread(hashes: Hashes, alloc: Uint8Array, label: string, n: number, cells: Sizes): Promise<Map<string, number>> {
  const found = new Map(cells.map(([cell]) => [cell, 0]));
  const total = summed(cells.map(([, size]) => size));
  if (n === 0) return found;
  const start = await hashes.below(alloc, `start/${label}`, total);
  const before = (end: number): number => (end > start ? Math.ceil((end - start) / total) : 0);
  let low = 0;
  for (const [cell, size] of cells) {
    found.set(cell, before(low + n * size) - before(low));
    low += n * size;
  }
  return found;
}

/** How many of each cell of a class, least numbers first. */
export async function shares(hashes: Hashes, alloc: Uint8Array, name: string, n: number, sizes: Sizes, least: number): Promise<Map<string, number>> {
  const given = new Map(sizes.map(([cell, size]) => [cell, Math.min(least, size)]));
  const left = n - summed(given.values());
  need(left >= 0, "least", { what: name });
  const more = await spread(hashes, alloc, name, left, sizes.map(([cell, size]) => [cell, size - given.get(cell)!]));
  return new Map([...given].map(([cell, count]) => [cell, count + more.get(cell)!]));
}

/** Every cell with its tickets. */
export async function redraw(hashes: Hashes, seed: Uint8Array, venues: Venue[], quota: ByClass, cellmin: ByClass): Promise<CellDrawn[]> {
  const [venueKey, alloc] = [await hashes.h("venue", seed), await hashes.h("alloc", seed)];
  const pools = new Map<string, Map<string, string[]>>();
  for (const venue of venues) {
    if (venue.eligible !== "Y") continue;
    const cells = pools.get(venue.class) ?? pools.set(venue.class, new Map<string, string[]>()).get(venue.class)!;
    (cells.get(venue.cell) ?? cells.set(venue.cell, []).get(venue.cell)!).push(venue.id);
  }
  const drawn: CellDrawn[] = [];
  for (const [name, cells] of pools) {
    const sizes = await laid(hashes, alloc, name, [...cells].map(([cell, ids]) => [cell, ids.length]));
    const counts = await shares(hashes, alloc, name, quota[name] ?? 0, sizes, cellmin[name] ?? 0);
    for (const [cell, ids] of cells) {
      const tickets = (await hashes.ranked(venueKey, ids)).map(({ id, hash }) => ({ id, ticket: hex(hash) }));
      drawn.push({ class: name, cell, quota: counts.get(cell)!, tickets });
    }
  }
  return drawn;
}
