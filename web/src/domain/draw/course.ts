/** The steps over the log and the chance: log, times, beacon, secret, seed (docs/draws.md, section 12). */
import { hex, raw } from "@/domain/draw/bytes";
import { checkDescriptor, checkValue, DAY_S, evening, expected, lengthened, options } from "@/domain/draw/beacon";
import { canon, type Json } from "@/domain/draw/canonical";
import type { Case, Said } from "@/domain/draw/case";
import { need, Unchecked } from "@/domain/draw/faults";
import { checkCourse, checkedLine } from "@/domain/draw/log";
import { STAMP_FILE, stampTold, type Stamp } from "@/domain/draw/stamp";
import { SUPPLEMENT } from "@/domain/draw/tables";
import { beijing } from "@/domain/draw/text";

const LEAST_LEAD_S = 3600;
const RESULT_WITHIN_S = 3 * DAY_S;
const REVEAL_WITHIN_S = 92 * DAY_S;
const AFTER_REVEAL = ["results.tsv", "lifted.tsv", "replace.tsv"];

export async function log(found: Case): Promise<Said> {
  const { commit, hashes } = found;
  let [head, at] = ["0".repeat(64), 0];
  for (const [n, given] of found.lines.entries()) {
    const line = checkedLine(given as unknown as Json, n + 1);
    const where = { n: n + 1 };
    need(line.prev === head && line.seq === n + 1 && line.scope === commit.scope && line.at >= at, "chain", where);
    [head, at] = [hex(await hashes.h("log", canon(line))), line.at];
    found.heads.push(head);
  }
  checkCourse(found.lines);
  found.mine = found.lines.filter((line) => line.no === commit.no);
  const opened = found.first("COMMIT");
  need(opened?.commit === found.digest && opened.prev === commit.prev, "digest", { what: "COMMIT", found: opened?.commit ?? "", due: found.digest });
  need(commit.secret || !found.first("REVEAL"), "course", { n: found.first("REVEAL")?.seq ?? 0, what: "REVEAL" });
  found.now = Math.max(found.now, at);
  const next = found.lines.find((line) => line.ev === "COMMIT" && line.no === commit.no + 1);
  const told = found.of("REVEAL").some((line) => next && line.seq < next.seq);
  need(!commit.secret || !next || told || next.at <= commit.reveal_by, "overdue", { n: next?.seq ?? 0 });
  const printed = printedAt(found);
  for (const line of found.of("ERRATUM")) found.warn({ code: "erratum", facts: { n: line.ref } });
  return { facts: { n: found.lines.length, printed }, digest: head };
}

/** The line a printed head is of; 0 when none was given. */
function printedAt(found: Case): number {
  const { head } = found.asked;
  if (!head) return 0;
  const ending = (found.first("RESULT") ?? found.first("VOID") ?? found.first("COMMIT"))!.seq;
  const place = found.heads.indexOf(head, ending - 1);
  need(place >= 0, "head", { what: head.slice(0, 12), n: ending });
  return place + 1;
}

/** The token in the package: the one the line STAMP names, and over this commit. */
async function stampOf(found: Case): Promise<Stamp | null> {
  const [file, logged] = [found.files.get(STAMP_FILE), found.first("STAMP")];
  if (logged) {
    need(file, "missing", { what: STAMP_FILE });
    const digest = hex(await found.hashes.plain(file));
    need(digest === logged.token, "digest", { what: STAMP_FILE, found: digest, due: logged.token });
  }
  if (!file) return null;
  const stamp = stampTold(file);
  need(stamp.digest === found.digest, "digest", { what: STAMP_FILE, found: stamp.digest, due: found.digest });
  return stamp;
}

export async function times(found: Case): Promise<Said> {
  const { moment, secret, reveal_by: revealBy, beacon } = found.commit;
  const [stamp, logged] = [await stampOf(found), found.first("STAMP")];
  const opened = stamp && logged ? stamp.at : found.first("COMMIT")!.at;
  need(moment - opened >= LEAST_LEAD_S, "early", { what: "COMMIT", n: moment - opened });
  if (moment - opened < DAY_S) found.warn({ code: "soon", facts: {} });
  found.warn({ code: logged ? "unsigned" : "unproven", facts: {} });
  if (secret) need(moment < revealBy && revealBy <= moment + REVEAL_WITHIN_S, "shape", { what: "reveal_by" });
  for (const line of found.of("BEACON")) need(line.at >= moment, "early", { what: "BEACON", n: moment - line.at });
  const longest = RESULT_WITHIN_S + lengthened(beacon, found.of("BEACON_DELAY"));
  if (!found.first("RESULT") && !found.first("VOID")) need(found.now <= moment + longest, "late", { what: "RESULT", n: found.now - moment });
  const late = found.result().at - moment;
  need(late <= longest, "late", { what: "RESULT", n: late });
  if (stamp && !logged) throw new Unchecked("unlogged");
  return { facts: { committed: opened, moment, lead: moment - opened, late } };
}

export async function beacon(found: Case): Promise<Said> {
  const { moment, beacon: descriptor } = found.commit;
  const given = options(descriptor);
  const bits = checkDescriptor(given, moment);
  if (evening(given, moment)) found.warn({ code: "evening", facts: {} });
  const due = expected(given, found.mine, found.warn);
  const line = found.first("BEACON");
  if (!line) throw new Unchecked("no_beacon");
  const sources = due[line.opt];
  need(sources && (line.opt === due.length - 1 || !found.first("BEACON_DELAY")), "value", { what: `opt ${line.opt}` });
  if (line.opt) found.warn({ code: "passed", facts: { n: line.opt } });
  need(line.values.length === sources.length && line.proof.length === sources.length, "value", { what: line.values.join(" ").slice(0, 80) });
  for (const [n, source] of sources.entries()) await checkValue(source, line.values[n]!, line.proof[n]!);
  return { facts: { bits, n: line.opt, values: line.values.join(" ") } };
}

export async function secret(found: Case): Promise<Said> {
  const { commit } = found;
  if (!commit.secret) return { facts: { until: 0 } };
  found.require("log");
  const line = found.first("REVEAL");
  if (line) {
    need(line.at <= commit.reveal_by, "late", { what: "REVEAL", n: line.at - commit.moment });
    const digest = hex(await found.hashes.h("secret", commit.scope, commit.no, raw(line.secret)));
    need(digest === commit.secret, "secret", { found: digest, due: commit.secret });
    found.secret = raw(line.secret);
    return { facts: { until: commit.reveal_by }, digest };
  }
  for (const name of found.files.keys()) need(!AFTER_REVEAL.includes(name) && !SUPPLEMENT.test(name), "unexpected", { what: name });
  need(beijing(commit.reveal_by), "shape", { what: "reveal_by" });
  need(found.now <= commit.reveal_by, "late", { what: "REVEAL", n: found.now - commit.moment });
  throw new Unchecked("sealed", { until: commit.reveal_by });
}

export async function seed(found: Case): Promise<Said> {
  const values = canon(found.first("BEACON")!.values);
  found.seed = await found.hashes.h("seed", raw(found.digest), values, found.secret);
  return { facts: { sealed: found.secret.length ? 1 : 0 }, digest: hex(found.seed) };
}
