/** The steps over the result: cells, draw, match, replace, supplement, root (docs/draws.md, section 12). */
import { redraw } from "@/domain/draw/cells";
import type { Case, Said, StepName } from "@/domain/draw/case";
import { Duty } from "@/domain/draw/duty";
import { Broken, need, Unchecked } from "@/domain/draw/faults";
import { rootOf, rowLine } from "@/domain/draw/merkle";
import { pairKey, Terms } from "@/domain/draw/seats";
import { checkPlace, rows, SUPPLEMENT, type Row } from "@/domain/draw/tables";
import { keysOf, Match } from "@/domain/draw/teams";

const FEW = 3;

/** Where each selected venue belongs. */
export const selected = (found: Case): Map<string, string> =>
  new Map(found.cells.flatMap((cell) => cell.tickets.slice(0, cell.quota).map((ticket) => [ticket.id, `${cell.class}\t${cell.cell}`] as const)));

export async function cells(found: Case): Promise<Said> {
  const { commit, hashes } = found;
  found.cells = await redraw(hashes, found.seed, found.venues, found.quota, commit.policy.cellmin);
  const listed = found.files.get("results.tsv");
  if (!found.first("RESULT")) {
    need(!listed, "unexpected", { what: "results.tsv" });
    found.result("void_drawn", { n: selected(found).size });
  }
  need(listed, "missing", { what: "results.tsv" });
  found.results = rows<Row>("results.tsv", listed);
  found.results.forEach(checkPlace);
  const published = new Map<string, number>();
  for (const row of found.results) published.set(`${row.class}\t${row.cell}`, (published.get(`${row.class}\t${row.cell}`) ?? 0) + 1);
  const due = new Map(found.cells.map((cell) => [`${cell.class}\t${cell.cell}`, cell.quota]));
  for (const key of new Set([...published.keys(), ...due.keys()])) {
    const [n, wanted] = [published.get(key) ?? 0, due.get(key) ?? 0];
    need(n === wanted, "count", { what: key.replace("\t", " "), found: n, due: wanted });
  }
  return { facts: { n: found.cells.length, venues: found.results.length } };
}

export async function draw(found: Case): Promise<Said> {
  found.result();
  const due = selected(found);
  for (const row of found.results) need(due.get(row.id) === `${row.class}\t${row.cell}`, "draw", { what: row.id, due: "" });
  for (const id of due.keys()) need(found.results.some((row) => row.id === id), "draw", { what: "", due: id });
  const waiting = found.cells.reduce((sum, cell) => sum + cell.tickets.length - cell.quota, 0);
  return { facts: { n: due.size, waiting } };
}

interface Seated {
  match: Match;
  terms: Terms;
  used: number;
  scarce: number;
}

/** The match; while seats are open one more relaxation is applied and everything matched anew. */
async function seated(found: Case): Promise<Seated> {
  const { policy } = found.commit;
  const keys = await keysOf(found.hashes, found.seed);
  const venues = selected(found);
  let scarce = 0;
  for (let used = 0; ; used++) {
    const terms = new Terms(policy, found, policy.relax.slice(0, used));
    const rooms = new Map([...venues].map(([id, place]) => [id, terms.room(id, place.split("\t")[1]!)]));
    const match = (await Match.of(found.hashes, keys, rooms, terms.loads, terms.caps)).run();
    if (used === 0) scarce = [...rooms.values()].flat().filter((slot) => slot.length < FEW).length;
    if (match.open === 0 || used === policy.relax.length) return { match, terms, used, scarce };
  }
}

export async function match(found: Case): Promise<Said> {
  const result = found.result();
  const { match: run, terms, used, scarce } = await seated(found);
  const teams = run.teams();
  for (const row of found.results) {
    const due = teams.get(row.id)!.join(",");
    need(row.team === due, "team", { what: row.id, found: row.team, due });
  }
  need(result.open === run.open && result.relaxed === used, "count", { what: "RESULT", found: `${result.open} ${result.relaxed}`, due: `${run.open} ${used}` });
  const lifting = found.commit.policy.relax.slice(0, used).includes("rotation");
  need(lifting === found.files.has("lifted.tsv"), lifting ? "missing" : "unexpected", { what: "lifted.tsv" });
  await followed(found, run, terms);
  const { trouble } = found.duty!;
  if (trouble?.ev === "ASSIGN") throw new Broken(trouble.note.code, trouble.note.facts);
  if (scarce) found.warn({ code: "scarce", facts: { n: scarce } });
  return { facts: { n: teams.size, open: run.open, used, assigned: found.of("ASSIGN").length } };
}

async function followed(found: Case, run: Match, terms: Terms): Promise<void> {
  const barred = new Set(found.blocked.map((pair) => pairKey(pair.officer, pair.venue)));
  found.duty = new Duty({
    hashes: found.hashes,
    seed: found.seed,
    policy: found.commit.policy,
    terms,
    blocked: (officer, venue) => barred.has(pairKey(officer, venue)),
    loads: new Map(run.people.map((id, n) => [id, run.load[n]!])),
    teams: run.teams(),
    results: found.results,
    drawn: found.cells,
    files: found.files,
    warn: found.warn,
  });
  await found.duty.follow(found.mine);
}

/** Whether following the lines went through those of an event. */
function settle(found: Case, event: string, other: StepName): void {
  found.require("match");
  const trouble = found.duty!.trouble;
  if (trouble?.ev === event) throw new Broken(trouble.note.code, trouble.note.facts);
  if (trouble) throw new Unchecked("beyond", { what: other });
}

export async function replace(found: Case): Promise<Said> {
  const n = found.of("REPLACE").length;
  if (n) settle(found, "REPLACE", "supplement");
  else need(!found.files.has("replace.tsv"), "unexpected", { what: "replace.tsv" });
  return { facts: { n } };
}

export async function supplement(found: Case): Promise<Said> {
  const lines = found.of("SUPPLEMENT");
  const due = lines.map((line) => `supplement-${line.k}.tsv`);
  for (const name of found.files.keys()) need(!SUPPLEMENT.test(name) || due.includes(name), "unexpected", { what: name });
  if (lines.length) settle(found, "SUPPLEMENT", "replace");
  return { facts: { n: lines.length, venues: lines.reduce((sum, line) => sum + line.n, 0) } };
}

export async function root(found: Case): Promise<Said> {
  const result = found.result();
  const due = await rootOf(found.hashes, found.seed, found.results.map(rowLine));
  need(result.n === found.results.length, "count", { what: "RESULT", found: result.n, due: found.results.length });
  need(result.root === due, "digest", { what: "RESULT", found: result.root, due });
  return { facts: { n: result.n }, digest: due };
}
