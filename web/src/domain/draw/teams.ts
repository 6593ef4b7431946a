/** The match of officers and seats (docs/draws.md, sections 8.2 and 8.3): written to be read beside the page. */
import { joined, number, utf8, type Bytes, type Hashes } from "@/domain/draw/bytes";

export const OPEN = "-";
const SLOTS = 256;
type Move = { who: number; seat: number };

export interface Keys {
  order: Bytes;
  match: Bytes;
}

export const keysOf = async (hashes: Hashes, seed: Uint8Array): Promise<Keys> => ({ order: await hashes.h("order", seed), match: await hashes.h("match", seed) });
export const ticketOf = (hashes: Hashes, keys: Keys, slot: number, venue: string): Promise<Bytes> => hashes.plain(joined(keys.match, Uint8Array.of(slot), utf8(venue)));

/** Officers and venues as numbers in their hashed orders; a seat is venue · 256 + slot. */
export class Match {
  readonly people: string[];
  readonly load: number[];
  private readonly venues: string[];
  private readonly cap: number[];
  private readonly may: number[][][];
  private readonly tickets: Bytes[][];
  private readonly beside: string[][];
  private readonly holder = new Map<number, number>();
  private readonly held: Set<number>[];

  private constructor(people: string[], venues: string[], rooms: Map<string, string[][]>, loads: Map<string, number>, caps: Map<string, number>, tickets: Bytes[][], beside: string[][]) {
    const rank = new Map(people.map((id, n) => [id, n]));
    this.people = people;
    this.venues = venues;
    this.load = people.map((id) => loads.get(id)!);
    this.cap = people.map((id) => caps.get(id)!);
    this.may = venues.map((id) => rooms.get(id)!.map((slot) => slot.map((one) => rank.get(one)!).sort((a, b) => a - b)));
    this.tickets = tickets;
    this.beside = beside;
    this.held = people.map(() => new Set());
  }

  /** All hashes are taken first, so that the match itself waits for nothing. */
  static async of(hashes: Hashes, keys: Keys, rooms: Map<string, string[][]>, loads: Map<string, number>, caps: Map<string, number>, beside: string[][] = []): Promise<Match> {
    const people = (await hashes.ranked(keys.order, [...loads.keys()])).map((one) => one.id);
    const venues = (await hashes.ranked(keys.match, [...rooms.keys()])).map((one) => one.id);
    const tickets = await Promise.all(venues.map((id) => Promise.all(rooms.get(id)!.map((_, slot) => ticketOf(hashes, keys, slot, id)))));
    return new Match(people, venues, rooms, loads, caps, tickets, beside);
  }

  run(): this {
    this.may.forEach((slots, v) => slots.forEach((_, s) => this.fill(v, s)));
    while (this.level());
    return this;
  }

  get open(): number {
    return this.may.reduce((sum, slots) => sum + slots.length, 0) - this.holder.size;
  }

  teams(): Map<string, string[]> {
    return new Map(this.venues.map((id, v) => [id, this.may[v]!.map((_, s) => this.people[this.holder.get(v * SLOTS + s) ?? -1] ?? OPEN)]));
  }

  private seatAt(o: number, v: number): number | null {
    const slot = this.may[v]!.findIndex((_, s) => this.holder.get(v * SLOTS + s) === o);
    return slot < 0 ? null : v * SLOTS + slot;
  }

  private room(o: number): boolean {
    return this.load[o]! < this.cap[o]!;
  }

  private fill(v: number, s: number): void {
    let free = this.may[v]![s]!.filter((o) => this.room(o) && this.seatAt(o, v) === null);
    if (free.length === 0) {
      this.apply(this.path([v * SLOTS + s], new Set(), (o) => this.room(o)), null);
      return;
    }
    free = least(free, (o) => this.load[o]!);
    const lead = this.holder.get(v * SLOTS);
    if (s === 1 && lead !== undefined) {
      const met = this.met(lead);
      free = least(free, (o) => met.get(o) ?? 0);
    }
    const who = free[number(this.tickets[v]![s]!, free.length)]!;
    this.apply([{ who, seat: v * SLOTS + s }], null);
  }

  /** How often each officer sits with this one, here and in the teams beside. */
  private met(lead: number): Map<number, number> {
    const found = new Map<number, number>();
    const one = (o: number | undefined): void => void (o !== undefined && found.set(o, (found.get(o) ?? 0) + 1));
    for (const seat of this.held[lead]!) {
      const v = Math.floor(seat / SLOTS);
      this.may[v]!.forEach((_, s) => one(this.holder.get(v * SLOTS + s)));
    }
    for (const team of this.beside) if (team.includes(this.people[lead]!)) team.forEach((id) => one(this.people.indexOf(id)));
    return found;
  }

  /** Who moves where so that the goal, the first named, takes a seat; empty when nobody can. */
  private path(starts: number[], seen: Set<number>, goal: (o: number) => boolean): Move[] {
    const came = new Map<number, Move | null>(starts.map((seat) => [seat, null]));
    const queue = [...starts];
    for (const seat of queue) {
      const v = Math.floor(seat / SLOTS);
      for (const o of this.may[v]![seat % SLOTS]!) {
        if (this.holder.get(seat) === o) continue;
        const other = this.seatAt(o, v);
        if (other === null) {
          if (seen.has(o)) continue;
          seen.add(o);
          if (goal(o)) return traced(came, { who: o, seat });
        }
        const next = other === null ? [...this.held[o]!].sort((a, b) => a - b) : [other];
        for (const y of next) {
          if (came.has(y)) continue;
          came.set(y, { who: o, seat });
          // the loop goes on to what is appended here
          queue.push(y);
        }
      }
    }
    return [];
  }

  /** Everyone named moves at once; the first has one load more, `lighter` one less. */
  private apply(moves: Move[], lighter: number | null): boolean {
    if (moves.length === 0) return false;
    for (const { seat } of moves) this.held[this.holder.get(seat) ?? -1]?.delete(seat);
    for (const { who, seat } of moves) {
      this.holder.set(seat, who);
      this.held[who]!.add(seat);
    }
    this.load[moves[0]!.who]! += 1;
    if (lighter !== null) this.load[lighter]! -= 1;
    return true;
  }

  /** Take one load off the first officer, heaviest first, from whom a lighter one can be reached. */
  private level(): boolean {
    const heaviest = this.people.map((_, o) => o).sort((a, b) => this.load[b]! - this.load[a]! || a - b);
    for (const a of heaviest) {
      const goal = (o: number): boolean => this.load[o]! <= this.load[a]! - 2 && this.room(o);
      if (!heaviest.some(goal)) continue;
      const starts = [...this.held[a]!].sort((x, y) => x - y);
      if (this.apply(this.path(starts, new Set([a]), goal), a)) return true;
    }
    return false;
  }
}

/** From the goal back to a starting seat. */
function traced(came: Map<number, Move | null>, last: Move): Move[] {
  const moves = [last];
  for (let from = came.get(last.seat); from; from = came.get(from.seat)) moves.push(from);
  return moves;
}

/** Those of the least number, in their order. */
export function least<T>(all: T[], of: (one: T) => number): T[] {
  const fewest = Math.min(...all.map(of));
  return all.filter((one) => of(one) === fewest);
}
