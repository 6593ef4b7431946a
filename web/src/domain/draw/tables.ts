/** The tables of a package (docs/draws.md, sections 2.4 and 2.5). */
import { byText, text, type Bytes } from "@/domain/draw/bytes";
import { tabled } from "@/domain/draw/characters";
import { Broken, need } from "@/domain/draw/faults";
import { goodCount, goodDate, goodId, goodText } from "@/domain/draw/text";

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

export interface Officer {
  id: string;
  unit: string;
  quals: string;
  towns: string;
  from: string;
  to: string;
  valid: string;
  load: string;
  cap: string;
}

export interface Pair {
  officer: string;
  venue: string;
}

export interface Row {
  id: string;
  class: string;
  cell: string;
  team: string;
}

export interface Change {
  k: string;
  code: string;
  out: string;
  in: string;
  team: string;
}

const PAIR = ["officer", "venue"];
const ROW = ["id", "class", "cell", "team"];
export const COLUMNS: Record<string, string[]> = {
  "venues.tsv": ["id", "class", "cell", "name", "status", "last", "count", "eligible"],
  "officers.tsv": ["id", "unit", "quals", "towns", "from", "to", "valid", "load", "cap"],
  "blocked.tsv": PAIR,
  "lifted.tsv": PAIR,
  "results.tsv": ROW,
  "replace.tsv": ["k", "code", "out", "in", "team"],
};
export const SUPPLEMENT = /^supplement-[1-9][0-9]*\.tsv$/;
export const VERDICTS = ["Y", "closed", "case", "cap", "recent"];

function fields(name: string, file: Bytes, columns: string[]): string[][] {
  let written: string;
  try {
    written = text(file);
  } catch {
    throw new Broken("table", { what: name });
  }
  need(tabled(written) && written.normalize("NFC") === written, "table", { what: name });
  const [head, ...lines] = written.split("\n");
  need(lines.pop() === "" && head === ["SSJ-DRAW/1", ...columns].join("\t"), "table", { what: name });
  return lines.map((line, n) => {
    const found = line.split("\t");
    const clean = found.every((field) => !field.startsWith(" ") && !field.endsWith(" "));
    need(found.length === columns.length && clean, "table", { what: `${name}:${n + 2}` });
    return found;
  });
}

/** The rows below the head; a table that breaks a rule of all tables is refused. */
export function rows<T>(name: string, file: Bytes): T[] {
  const columns = COLUMNS[SUPPLEMENT.test(name) ? "results.tsv" : name]!;
  const found = fields(name, file, columns);
  const keys = columns === PAIR ? 2 : 1;
  const numbered = name === "replace.tsv";
  for (const [n, row] of found.entries()) {
    const where = { what: `${name}:${n + 2}` };
    need(numbered ? goodCount(row[0]!) : row.slice(0, keys).every(goodId), "table", where);
    const before = found[n - 1];
    if (before) need(numbered ? Number(before[0]) < Number(row[0]) : after(before, row, keys), "order", where);
  }
  return found.map((row) => Object.fromEntries(columns.map((column, n) => [column, row[n]]))) as T[];
}

function after(before: string[], row: string[], keys: number): boolean {
  for (let n = 0; n < keys; n++) {
    const gap = byText(before[n]!, row[n]!);
    if (gap) return gap < 0;
  }
  return false;
}

export function checkPlace(row: { id: string; class: string; cell: string }): void {
  const [town = "", kind = "", ...more] = row.cell.split("/");
  const cell = town && kind && !more.length && !row.cell.includes(",") && goodText(town) && goodText(kind);
  need(["A", "B", "C", "D"].includes(row.class) && cell, "table", { what: row.id });
}

export function checkVenue(row: Venue): void {
  checkPlace(row);
  const good = (row.last === "" || goodDate(row.last)) && goodCount(row.count) && VERDICTS.includes(row.eligible);
  need(good, "table", { what: row.id });
}

export function checkOfficer(row: Officer): void {
  const codes = [row.quals, row.towns].every((field) => {
    const listed = field ? field.split(",") : [];
    return listed.every((code, n) => code !== "" && (n === 0 || byText(listed[n - 1]!, code) < 0));
  });
  const days = [row.from, row.to, row.valid].every((day) => day === "" || goodDate(day));
  need(codes && days && goodCount(row.load) && goodCount(row.cap), "table", { what: row.id });
}
