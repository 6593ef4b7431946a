/** The lines of a scope's log (docs/draws.md, section 10). */
import { isTable, keysAre, type Json } from "@/domain/draw/canonical";
import { byClass, VENUE_CODES, type ByClass } from "@/domain/draw/commit";
import { need } from "@/domain/draw/faults";
import { goodDigest, goodId, goodInt } from "@/domain/draw/text";

/** A checked line; of the keys of events it has those of its own. */
export interface Line {
  at: number;
  ev: string;
  no: number;
  prev: string;
  scope: string;
  seq: number;
  commit: string;
  opt: number;
  values: string[];
  proof: string[];
  i: number;
  from: string;
  to: string;
  n: number;
  open: number;
  relaxed: number;
  root: string;
  short: ByClass;
  k: number;
  code: string;
  out: string;
  in: string;
  extra: ByClass;
  leaf: string;
  slot: number;
  officer: string;
  secret: string;
  ref: number;
  token: string;
}

const COMMON = ["at", "ev", "no", "prev", "scope", "seq"];
const KEYS: Record<string, string[]> = {
  COMMIT: ["commit"],
  BEACON: ["opt", "values", "proof"],
  BEACON_DELAY: ["i", "from", "to", "evidence"],
  RESULT: ["n", "open", "relaxed", "root", "short"],
  REPLACE: ["k", "code", "evidence", "out", "in"],
  SUPPLEMENT: ["k", "extra", "n", "root"],
  ASSIGN: ["leaf", "slot", "officer", "code", "approval"],
  REVEAL: ["secret"],
  VOID: ["code"],
  ERRATUM: ["ref", "code", "evidence"],
  STAMP: ["token"],
};
const OFFICER_CODES = ["leave", "sick", "transfer", "recusal"];
const CODES: Record<string, string[]> = { REPLACE: [...VENUE_CODES, ...OFFICER_CODES], VOID: ["beacon", "secret", "roster", "order"], ERRATUM: ["display", "upload"] };

const isText = (value: unknown): boolean => typeof value === "string";
const short = (value: unknown): boolean => isTable(value) && Object.entries(value).every(([name, n]) => ["A", "B", "C", "D", "*"].includes(name) && goodInt(n, 1));
const texts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const whole = (value: unknown): boolean => goodInt(value);
const counted = (value: unknown): boolean => goodInt(value, 1);
const digestOrNone = (value: unknown): boolean => value === "" || goodDigest(value);

const SHAPES: Record<string, (value: unknown) => boolean> = {
  at: whole, no: counted,
  commit: goodDigest, evidence: goodDigest, root: goodDigest, out: goodDigest, leaf: goodDigest, approval: goodDigest, secret: goodDigest, token: goodDigest, in: digestOrNone,
  opt: whole, i: whole, n: whole, open: whole, relaxed: whole, slot: whole, k: counted, ref: counted,
  from: isText, to: isText, code: isText, values: texts, proof: texts, extra: byClass, short,
  officer: (value) => typeof value === "string" && goodId(value),
};

/** Keys and shapes of one line. */
export function checkedLine(line: Json, n: number): Line {
  need(isTable(line) && Object.keys(KEYS).includes(String(line["ev"])), "line", { n });
  const event = String(line["ev"]);
  need(keysAre(line, [...COMMON, ...KEYS[event]!]), "line", { n });
  for (const [key, value] of Object.entries(line)) need((SHAPES[key] ?? (() => true))(value), "line", { n });
  need(!CODES[event] || CODES[event].includes(String(line["code"])), "line", { n });
  return line as unknown as Line;
}

const LETTERS: Record<string, string> = { COMMIT: "c", BEACON_DELAY: "d", BEACON: "b", RESULT: "r", REPLACE: "p", SUPPLEMENT: "s", ASSIGN: "a", REVEAL: "o", VOID: "v" };
/** What a draw may have written so far. */
const COURSE = /^cd*(b(vo?|r[psa]*o?)?|vd*(bo?)?)?$/;

/** The order of a scope's lines, draw by draw. */
export function checkCourse(lines: Line[]): void {
  const courses: string[] = [];
  const stamped = new Set<number>();
  const counts = new Map<string, number>();
  for (const line of lines) {
    const where = { n: line.seq, what: line.ev };
    if (line.ev === "COMMIT") {
      need(line.no === courses.length + 1 && (line.no === 1 || /[rv]/.test(courses.at(-1)!)), "course", where);
      courses.push("");
    }
    need(line.no <= courses.length, "course", where);
    if (line.ev === "ERRATUM") {
      need(line.ref < line.seq, "course", where);
      continue;
    }
    if (line.ev === "STAMP") {
      need(!stamped.has(line.no), "course", where);
      stamped.add(line.no);
      continue;
    }
    const course = courses[line.no - 1]! + LETTERS[line.ev]!;
    courses[line.no - 1] = course;
    need(COURSE.test(course), "course", where);
    if ("k" in line) {
      const key = `${line.no} ${line.ev}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      need(line.k === counts.get(key), "course", where);
    }
  }
}
