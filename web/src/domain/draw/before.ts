/** The steps over what was fixed before the chance: files, canon, rosters, eligible, quota (docs/draws.md, section 12). */
import { hex, PROFILES, text, type Bytes } from "@/domain/draw/bytes";
import { canon, parsed, type Json } from "@/domain/draw/canonical";
import type { Case, Said } from "@/domain/draw/case";
import { checkedCommit } from "@/domain/draw/commit";
import { Broken, need } from "@/domain/draw/faults";
import { type Line } from "@/domain/draw/log";
import { judged } from "@/domain/draw/quota";
import { pairKey } from "@/domain/draw/seats";
import { STAMP_FILE } from "@/domain/draw/stamp";
import { checkOfficer, checkVenue, COLUMNS, rows, SUPPLEMENT, VERDICTS, type Officer, type Pair, type Venue } from "@/domain/draw/tables";
import { unzipped } from "@/domain/draw/zip";

const ALWAYS = ["commit.json", "log.jsonl", "venues.tsv", "officers.tsv", "blocked.tsv"];

export async function files(found: Case, zip: Bytes): Promise<Said> {
  let entries: Case["files"];
  try {
    entries = await unzipped(zip);
  } catch (error) {
    throw error instanceof Broken ? error : new Broken("zip");
  }
  for (const name of entries.keys()) need(ALWAYS.includes(name) || name === STAMP_FILE || name in COLUMNS || SUPPLEMENT.test(name), "unexpected", { what: name });
  for (const name of ALWAYS) need(entries.has(name), "missing", { what: name });
  found.files = entries;
  return { facts: { n: entries.size, names: [...entries.keys()].sort().join(" ") } };
}

export async function canonical(found: Case): Promise<Said> {
  const commit = checkedCommit(parsed(found.file("commit.json"), "commit.json"));
  let log: string;
  try {
    log = text(found.file("log.jsonl"));
  } catch {
    throw new Broken("canonical", { what: "log.jsonl" });
  }
  need(log.endsWith("\n"), "canonical", { what: "log.jsonl" });
  // shapes of lines belong to the step `log`
  found.lines = log.slice(0, -1).split("\n").map((line, n) => parsed(line, `log.jsonl:${n + 1}`) as Json as unknown as Line);
  found.commit = commit;
  found.hashes = PROFILES.get(commit.spec)!;
  found.digest = hex(await found.hashes.h("commit", found.file("commit.json")));
  const { verifier } = found.asked;
  if (verifier && !verifier.includes(commit.verifier)) found.warn({ code: "verifier", facts: { what: commit.verifier.slice(0, 12) } });
  return { facts: { n: found.lines.length, spec: commit.spec }, digest: found.digest };
}

async function sameDigest(found: Case, name: string, due: string): Promise<void> {
  const digest = hex(await found.hashes.plain(found.file(name)));
  need(digest === due, "digest", { what: name, found: digest, due });
}

export async function rosters(found: Case): Promise<Said> {
  const { commit } = found;
  for (const name of ["venues", "officers", "blocked"] as const) await sameDigest(found, `${name}.tsv`, commit[name]);
  found.venues = rows<Venue>("venues.tsv", found.file("venues.tsv"));
  found.officers = rows<Officer>("officers.tsv", found.file("officers.tsv"));
  found.venues.forEach(checkVenue);
  found.officers.forEach(checkOfficer);
  found.blocked = rows<Pair>("blocked.tsv", found.file("blocked.tsv"));
  if (found.files.has("lifted.tsv")) {
    found.lifted = rows<Pair>("lifted.tsv", found.file("lifted.tsv"));
    const barred = new Set(found.blocked.map((pair) => pairKey(pair.officer, pair.venue)));
    need(found.lifted.every((pair) => barred.has(pairKey(pair.officer, pair.venue))), "unexpected", { what: "lifted.tsv" });
    if (commit.policy.rotation) await sameDigest(found, "lifted.tsv", commit.policy.rotation);
    else found.warn({ code: "unbound", facts: {} });
  }
  const [people, places] = [new Set(found.officers.map((one) => one.id)), new Set(found.venues.map((one) => one.id))];
  const strangers = found.blocked.filter((pair) => !people.has(pair.officer) || !places.has(pair.venue)).length;
  if (strangers) found.warn({ code: "strangers", facts: { n: strangers } });
  return { facts: { n: found.venues.length, officers: found.officers.length, blocked: found.blocked.length }, digest: commit.venues };
}

export async function eligible(found: Case): Promise<Said> {
  const { wrong, quota, lifted } = judged(found.venues, found.commit.policy);
  if (wrong) throw new Broken("verdict", { what: wrong.venue.id, found: wrong.venue.eligible, due: wrong.due });
  found.quota = quota.quota;
  const counted = VERDICTS.map((name) => [name, found.venues.filter((venue) => venue.eligible === name).length]);
  return { facts: { ...Object.fromEntries(counted), n: found.venues.length, lifted } };
}

export async function quota(found: Case): Promise<Said> {
  const { quota: due } = judged(found.venues, found.commit.policy);
  need(canon(due.quota) === canon(found.commit.quota), "quota", { found: canon(found.commit.quota), due: canon(due.quota) });
  found.quota = due.quota;
  for (const line of found.lines) {
    const result = typeof line === "object" && line.ev === "RESULT" && line.no === found.commit.no;
    if (result) need(canon(line.short) === canon(due.short), "short", { found: canon(line.short), due: canon(due.short) });
  }
  const told = Object.entries(due.quota).map(([name, n]) => `${name} ${n}`);
  return { facts: { quota: told.join("、"), n: Object.values(due.quota).reduce((sum, n) => sum + n, 0), short: canon(due.short) } };
}
