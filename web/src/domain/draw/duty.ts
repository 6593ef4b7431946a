/** Rows and teams on duty after the result, line by line (docs/draws.md, section 13). */
import { byText, number, type Bytes, type Hashes } from "@/domain/draw/bytes";
import { laid, spread, type CellDrawn } from "@/domain/draw/cells";
import { VENUE_CODES, type Policy } from "@/domain/draw/commit";
import { Broken, need, type Note } from "@/domain/draw/faults";
import type { Line } from "@/domain/draw/log";
import { leafOf, rootOf, rowLine } from "@/domain/draw/merkle";
import type { Terms } from "@/domain/draw/seats";
import { rows as tableRows, type Change, type Row } from "@/domain/draw/tables";
import { keysOf, least, Match, OPEN, ticketOf, type Keys } from "@/domain/draw/teams";
import type { Files } from "@/domain/draw/zip";

export interface Start {
  hashes: Hashes;
  seed: Bytes;
  policy: Policy;
  terms: Terms;
  blocked: (officer: string, venue: string) => boolean;
  loads: Map<string, number>;
  teams: Map<string, string[]>;
  results: Row[];
  drawn: CellDrawn[];
  files: Files;
  warn: (note: Note) => void;
}

interface Waiting {
  class: string;
  cell: string;
  tickets: { id: string; ticket: string }[];
}

/** Stops at the first line that does not hold: `trouble` then tells its kind and why. */
export class Duty {
  trouble: { ev: string; note: Note } | null = null;
  readonly skipped = new Set<string>();
  readonly joined = new Set<string>();
  private readonly start: Start;
  private readonly load: Map<string, number>;
  private readonly teams: Map<string, string[]>;
  private readonly rows: Map<string, Row>;
  private readonly leaves = new Map<string, string>();
  private readonly waiting: Waiting[];
  private readonly cells: Map<string, string>;
  private readonly former = new Map<string, Set<string>>();
  private keys!: Keys;
  private people: string[] = [];
  private told: Change[] = [];

  constructor(start: Start) {
    this.start = start;
    this.load = new Map(start.loads);
    this.teams = new Map([...start.teams].map(([id, team]) => [id, [...team]]));
    this.rows = new Map(start.results.map((row) => [row.id, row]));
    this.waiting = start.drawn.map((cell) => ({ class: cell.class, cell: cell.cell, tickets: cell.tickets.slice(cell.quota) }));
    this.cells = new Map(start.drawn.flatMap((cell) => cell.tickets.map((ticket) => [ticket.id, cell.cell] as const)));
  }

  async follow(lines: Line[]): Promise<void> {
    const doors: Record<string, (line: Line) => Promise<void>> = { ASSIGN: (line) => this.assign(line), REPLACE: (line) => this.replace(line), SUPPLEMENT: (line) => this.supplement(line) };
    const course = lines.filter((line) => doors[line.ev]);
    if (course.length === 0) return;
    let ev = "REPLACE";
    try {
      this.readTold(lines.filter((line) => line.ev === "REPLACE"));
      const { hashes, seed } = this.start;
      this.keys = await keysOf(hashes, seed);
      this.people = (await hashes.ranked(this.keys.order, [...this.load.keys()])).map((one) => one.id);
      for (const row of this.rows.values()) this.leaves.set(await this.leaf(row), row.id);
      for (const line of course) {
        ev = line.ev;
        await doors[ev]!(line);
      }
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.trouble = { ev, note: error.note };
    }
  }

  private readTold(lines: Line[]): void {
    if (lines.length === 0) return;
    const file = this.start.files.get("replace.tsv");
    need(file, "missing", { what: "replace.tsv" });
    this.told = tableRows<Change>("replace.tsv", file);
    need(this.told.map((row) => row.k).join() === lines.map((line) => String(line.k)).join(), "count", { what: "replace.tsv" });
  }

  private leaf(row: Row): Promise<string> {
    return leafOf(this.start.hashes, this.start.seed, rowLine(row));
  }

  private venueAt(leaf: string, line: Line): string {
    const id = this.leaves.get(leaf);
    need(id !== undefined, "line", { n: line.seq });
    return id;
  }

  private carry(officer: string, more: number): void {
    const load = this.load.get(officer);
    if (load !== undefined) this.load.set(officer, load + more);
  }

  private async assign(line: Line): Promise<void> {
    const id = this.venueAt(line.leaf, line);
    const [row, team] = [this.rows.get(id)!.team.split(","), this.teams.get(id)!];
    need(row[line.slot] === OPEN && !team.includes(line.officer), "line", { n: line.seq });
    this.carry(team[line.slot]!, -1); // whoever was assigned before
    team[line.slot] = line.officer;
    this.carry(line.officer, 1);
    if (this.start.blocked(line.officer, id)) this.start.warn({ code: "blocked", facts: { what: line.officer } });
  }

  /** Steps 1 to 3 of filling, at the present loads. */
  private async candidate(id: string, slot: number, allowed: string[], team: string[]): Promise<string> {
    const fit = new Set(allowed.filter((one) => !team.includes(one)));
    let free = this.people.filter((one) => fit.has(one) && this.load.get(one)! < this.start.terms.caps.get(one)!);
    if (free.length === 0) return OPEN;
    free = least(free, (one) => this.load.get(one)!);
    const lead = team[0]!;
    if (slot === 1 && lead !== OPEN) {
      const beside = [...this.teams.values()].filter((other) => other.includes(lead));
      free = least(free, (one) => beside.filter((other) => other.includes(one)).length);
    }
    return free[number(await ticketOf(this.start.hashes, this.keys, slot, id), free.length)]!;
  }

  private async replace(line: Line): Promise<void> {
    const told = this.told[line.k - 1]!;
    const out = this.venueAt(line.out, line);
    need(told.code === line.code && told.out === out, "table", { what: `replace.tsv ${line.k}` });
    const row = VENUE_CODES.includes(line.code) ? await this.nextVenue(out, line) : await this.otherOfficer(out, told.team.split(","), line);
    const due = row ? await this.leaf(row) : "";
    need(told.in === (row?.id ?? ""), "draw", { what: told.in || OPEN, due: row?.id || OPEN });
    need(told.team === (row?.team ?? ""), "team", { what: told.out, found: told.team, due: row?.team ?? "" });
    need(line.in === due, "digest", { what: "in", found: line.in, due });
    this.leaves.delete(line.out);
    if (row) this.leaves.set(due, row.id);
  }

  private async nextVenue(out: string, line: Line): Promise<Row | null> {
    need(this.start.policy.replace.includes(line.code), "line", { n: line.seq });
    const old = this.rows.get(out)!;
    this.teams.get(out)!.forEach((officer) => this.carry(officer, -1));
    this.teams.delete(out);
    this.rows.delete(out);
    this.skipped.add(out);
    const own = this.waiting.find((cell) => cell.class === old.class && cell.cell === old.cell && cell.tickets.length);
    const heads = this.waiting.filter((cell) => cell.class === old.class && cell.tickets.length);
    heads.sort((a, b) => byText(a.tickets[0]!.ticket, b.tickets[0]!.ticket) || byText(a.tickets[0]!.id, b.tickets[0]!.id));
    const id = (own ?? heads[0])?.tickets.shift()?.id;
    if (id === undefined) return null;
    const cell = this.cells.get(id)!;
    const room = this.start.terms.room(id, cell);
    const team = room.map(() => OPEN);
    for (const [slot, allowed] of room.entries()) {
      team[slot] = await this.candidate(id, slot, allowed, team);
      this.carry(team[slot], 1);
    }
    this.teams.set(id, team);
    this.joined.add(id);
    this.rows.set(id, { id, class: old.class, cell, team: team.join(",") });
    return this.rows.get(id)!;
  }

  private async otherOfficer(id: string, named: string[], line: Line): Promise<Row> {
    const row = this.rows.get(id)!;
    const before = row.team.split(",");
    const changed = [...before.keys()].filter((slot) => before[slot] !== named[slot]);
    const slot = changed[0] ?? 0;
    need(named.length === before.length && changed.length === 1 && before[slot] !== OPEN, "line", { n: line.seq });
    const seat = `${id}\t${slot}`;
    const former = this.former.get(seat) ?? this.former.set(seat, new Set()).get(seat)!;
    former.add(before[slot]!);
    this.carry(before[slot]!, -1);
    const team = this.teams.get(id)!;
    team[slot] = OPEN;
    const allowed = this.start.terms.room(id, row.cell)[slot]!.filter((one) => !former.has(one));
    const found = await this.candidate(id, slot, allowed, team);
    this.carry(found, 1);
    team[slot] = before[slot] = found;
    this.rows.set(id, { ...row, team: before.join(",") });
    return this.rows.get(id)!;
  }

  private async supplement(line: Line): Promise<void> {
    const { hashes, seed, policy, files } = this.start;
    const due = policy.max_extra[line.k - 1];
    const same = due && Object.keys(due).length === Object.keys(line.extra).length && Object.entries(due).every(([name, n]) => line.extra[name] === n);
    need(same, "line", { n: line.seq });
    const name = `supplement-${line.k}.tsv`;
    const file = files.get(name);
    need(file, "missing", { what: name });
    const rows = tableRows<Row>(name, file);
    const fresh = await this.fresh(line);
    for (const row of rows) need(fresh.get(row.id)?.join("\t") === `${row.class}\t${row.cell}`, "draw", { what: row.id, due: name });
    need(rows.length === fresh.size, "count", { what: name });
    await this.seat(fresh);
    for (const row of rows) {
      const team = this.teams.get(row.id)!.join(",");
      need(row.team === team, "team", { what: row.id, found: row.team, due: team });
      this.rows.set(row.id, row);
      this.leaves.set(await this.leaf(row), row.id);
      this.joined.add(row.id);
    }
    const root = await rootOf(hashes, seed, rows.map(rowLine));
    need(line.n === rows.length && line.root === root, "digest", { what: name, found: line.root, due: root });
  }

  /** The next of every cell of the classes named; taken off the waiting lists. */
  private async fresh(line: Line): Promise<Map<string, [string, string]>> {
    const { hashes, seed } = this.start;
    const alloc = await hashes.h("alloc", seed);
    const found = new Map<string, [string, string]>();
    for (const [name, extra] of Object.entries(line.extra)) {
      const lists = new Map(this.waiting.filter((cell) => cell.class === name).map((cell) => [cell.cell, cell.tickets]));
      const sizes = await laid(hashes, alloc, name, [...lists].map(([cell, ids]) => [cell, ids.length]));
      const all = sizes.reduce((sum, [, size]) => sum + size, 0);
      for (const [cell, count] of await spread(hashes, alloc, `${name}/sup${line.k}`, Math.min(extra, all), sizes)) {
        for (const { id } of lists.get(cell)!.splice(0, count)) found.set(id, [name, cell]);
      }
    }
    return found;
  }

  /** The match of new venues alone, from the present loads, beside all teams on duty. */
  private async seat(fresh: Map<string, [string, string]>): Promise<void> {
    const { hashes, terms } = this.start;
    const rooms = new Map([...fresh].map(([id, [, cell]]) => [id, terms.room(id, cell)]));
    const match = (await Match.of(hashes, this.keys, rooms, this.load, terms.caps, [...this.teams.values()])).run();
    match.people.forEach((id, n) => this.load.set(id, match.load[n]!));
    match.teams().forEach((team, id) => this.teams.set(id, team));
  }
}

