/** The public chance a draw waits for (docs/draws.md, section 6). */
import { hex, raw, sha256 } from "@/domain/draw/bytes";
import { isTable, keysAre, type Json } from "@/domain/draw/canonical";
import { need, type Note } from "@/domain/draw/faults";
import type { Line } from "@/domain/draw/log";
import { beginning, beijing, goodCount, goodDate, goodDigest, goodInt } from "@/domain/draw/text";

export const CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const START_S = 1_692_803_367;
const PERIOD_S = 3;
export const DAY_S = 86_400;
const LAST_MINUTE = 21 * 60 + 30;
const FEWEST_BITS = 48;
const FEWEST_DICE = 40;
const BITS: Record<string, number> = { ssq: 24, pl5: 16, "3d": 9, drand: 128 };
const DIE_BITS = 3;
const SHAPES: Record<string, RegExp> = { ssq: /^((?:[0-9]{2}-){5}[0-9]{2})\+([0-9]{2})$/, pl5: /^[0-9]{5}$/, "3d": /^[0-9]{3}$/ };
const ISSUE = /^[0-9]{7}$/;

export interface Source {
  kind: string;
  issue: string;
  date: string;
  n: number;
  chain: string;
  round: number;
}

/** The first round that is not older than an instant. */
export const roundOf = (instant: number): number => Math.ceil((instant - START_S) / PERIOD_S) + 1;
const isLottery = (source: Source): boolean => Object.keys(SHAPES).includes(source.kind);
const dueAt = (source: Source): number => (source.kind === "drand" ? START_S + PERIOD_S * (source.round - 1) : beginning(source.date) + LAST_MINUTE * 60);

function listed(group: { [key: string]: Json }): Json[] {
  const of = group["of"];
  need(keysAre(group, ["kind", "of"]) && Array.isArray(of) && of.length, "shape", { what: "beacon.of" });
  return of as Json[];
}

/** The options of a descriptor, each as its list of sources; nothing is said of the sources yet. */
export function options(beacon: Json): Source[][] {
  need(isTable(beacon), "shape", { what: "beacon" });
  return (beacon["kind"] === "first" ? listed(beacon) : [beacon]).map((option) => {
    need(isTable(option), "shape", { what: "beacon" });
    return (option["kind"] === "all" ? listed(option) : [option]) as unknown as Source[];
  });
}

function checkSource(source: Json, moment: number): void {
  need(isTable(source), "source", { what: String(source) });
  const what = { what: String(source["kind"]) };
  if (source["kind"] === "dice") {
    need(keysAre(source, ["kind", "n"]) && goodInt(source["n"], FEWEST_DICE), "source", what);
  } else if (source["kind"] === "drand") {
    need(keysAre(source, ["chain", "kind", "round"]) && source["chain"] === CHAIN, "chain_drand");
    need(source["round"] === roundOf(moment), "source", { what: `drand ${String(source["round"])} ≠ ${roundOf(moment)}` });
  } else {
    need(Object.keys(SHAPES).includes(String(source["kind"])) && keysAre(source, ["date", "issue", "kind"]), "source", what);
    const { issue, date } = source;
    need(typeof issue === "string" && ISSUE.test(issue) && typeof date === "string" && goodDate(date), "source", what);
    need(beijing(moment)!.date <= date, "source", { what: `${String(source["kind"])} ${issue}` });
  }
}

/** Bits of an option; one and the same issue counts once. */
function strength(sources: Source[]): number {
  const bits = new Map(sources.map((source) => [`${source.kind} ${source.issue ?? source.round ?? source.n}`, BITS[source.kind] ?? DIE_BITS * source.n]));
  return [...bits.values()].reduce((sum, n) => sum + n, 0);
}

/** Refuses a descriptor that is malformed, too weak, or known at the moment; tells the weakest option's bits. */
export function checkDescriptor(found: Source[][], moment: number): number {
  need(beijing(moment), "shape", { what: "moment" });
  for (const source of found.flat()) checkSource(source as unknown as Json, moment);
  const weakest = Math.min(...found.map(strength));
  need(weakest >= FEWEST_BITS, "weak", { n: weakest, least: FEWEST_BITS });
  return weakest;
}

/** The moment lies after the last drawing of the day of a lottery. */
export function evening(found: Source[][], moment: number): boolean {
  const told = beijing(moment)!;
  return told.minute > LAST_MINUTE && found.flat().some((source) => isLottery(source) && source.date === told.date);
}

/** The options with the rounds and issues that are due after all delays; every delay is checked. */
export function expected(found: Source[][], lines: Line[], warn: (note: Note) => void): Source[][] {
  const first = found.slice(0, -1).flat().length;
  const last = found.at(-1)!.map((source) => ({ ...source }));
  const delayed = new Set<number>();
  for (const line of lines) {
    if (line.ev === "VOID") delayed.clear();
    if (line.ev !== "BEACON_DELAY") continue;
    const place = line.i - first;
    const source = last[place];
    const where = { n: line.seq };
    need(source && !delayed.has(place) && source.kind !== "dice", "delay", where);
    delayed.add(place);
    need(line.from === String(source.kind === "drand" ? source.round : source.issue) && line.at - DAY_S >= dueAt(source), "delay", where);
    if (source.kind === "drand") {
      const due = roundOf(line.at + DAY_S);
      need(line.to === String(due), "delay", where);
      source.round = due;
    } else {
      need(ISSUE.test(line.to) && line.to > source.issue, "delay", where);
      source.issue = line.to;
      warn({ code: "issue", facts: { what: line.to } });
    }
  }
  return [...found.slice(0, -1), last];
}

/** By how many seconds delays put off the last instant for a result; a malformed one by nothing. */
export function lengthened(beacon: Json, delays: Line[]): number {
  const found = options(beacon);
  const first = found.slice(0, -1).flat().length;
  let total = 0;
  for (const line of delays) {
    const source = found.at(-1)![line.i - first];
    if (!isTable(source)) continue;
    if (source.kind === "drand" && goodCount(line.from) && goodCount(line.to)) total += PERIOD_S * (Number(line.to) - Number(line.from));
    if (isLottery(source) && typeof source.date === "string" && goodDate(source.date)) total += line.at - dueAt(source) + 3 * DAY_S;
  }
  return total;
}

function checkSsq(shown: string): boolean {
  const [, reds = "", blue = ""] = SHAPES["ssq"]!.exec(shown) ?? [];
  const numbers = [0, ...reds.split("-").map(Number), 34];
  return blue !== "" && numbers.every((n, place) => place === 0 || numbers[place - 1]! < n) && Number(blue) >= 1 && Number(blue) <= 16;
}

/** Refuses what is not a value of the source, or a proof that does not fit it. */
export async function checkValue(source: Source, value: string, proof: string): Promise<void> {
  const what = { what: value.slice(0, 80) };
  if (source.kind === "drand") {
    need(/^[0-9a-f]{96}$/.test(proof), "signature", { n: source.round });
    need(hex(await sha256(raw(proof))) === value, "value", what);
    // only a draw with this source needs the curve
    const { signed } = await import("@/domain/draw/drand");
    need(await signed(source.round, raw(proof)), "signature", { n: source.round });
    return;
  }
  need(goodDigest(proof), "value", { what: proof.slice(0, 80) });
  const label = source.kind === "dice" ? `dice:${source.n}:` : `${source.kind}:${source.issue}:`;
  const shown = value.slice(label.length);
  need(value.startsWith(label), "value", what);
  const good = source.kind === "dice" ? shown.length === source.n && /^[0-9]+$/.test(shown) : source.kind === "ssq" ? checkSsq(shown) : SHAPES[source.kind]!.test(shown);
  need(good, "value", what);
}
