/** The commit and its policy (docs/draws.md, section 3). */
import { PROFILES } from "@/domain/draw/bytes";
import { isTable, keysAre, type Json } from "@/domain/draw/canonical";
import { need } from "@/domain/draw/faults";
import { goodDate, goodDigest, goodInt } from "@/domain/draw/text";

export type ByClass = Record<string, number>;
export type ByType = Record<string, ByClass>;

export interface Policy {
  asof: string;
  bp: ByClass;
  cap_step: number;
  cellmin: ByClass;
  exclude_days: ByType;
  lift: string[];
  max_count: ByType;
  max_extra: ByClass[];
  min: ByClass;
  overall: number;
  relax: string[];
  replace: string[];
  rotation: string;
  seats: Record<string, string[]>;
  visit: [string, string];
  w: ByClass;
}

export interface Commit {
  beacon: Json;
  blocked: string;
  escrow: string;
  moment: number;
  no: number;
  officers: string;
  policy: Policy;
  prev: string;
  quota: ByClass;
  reveal_by: number;
  scope: string;
  secret: string;
  spec: string;
  venues: string;
  verifier: string;
}

const KEYS = "beacon blocked escrow moment no officers policy prev quota reveal_by scope secret spec venues verifier".split(" ");
const POLICY_KEYS = "asof bp cap_step cellmin exclude_days lift max_count max_extra min overall relax replace rotation seats visit w".split(" ");
export const VENUE_CODES = ["cancelled", "moved", "suspended", "duplicate"];
const LISTS: Record<string, string[]> = { lift: ["recent"], relax: ["cap", "rotation", "town", "load"], replace: VENUE_CODES };

export const byClass = (value: unknown): value is ByClass =>
  isTable(value) && Object.entries(value).every(([name, n]) => ["A", "B", "C", "D"].includes(name) && goodInt(n));
const byType = (value: unknown): value is ByType => isTable(value) && Object.values(value).every(byClass);
const someOf = (value: unknown, words: string[]): boolean =>
  Array.isArray(value) && value.every((word) => typeof word === "string" && words.includes(word)) && new Set(value).size === value.length;
const slots = (value: unknown): boolean => Array.isArray(value) && value.every((slot) => typeof slot === "string") && value.length >= 2 && value.length <= 256;

const shaped = (holds: unknown, key: string): void => need(holds, "shape", { what: key });

function checkPolicy(policy: Json): asserts policy is Json & Policy {
  need(keysAre(policy, POLICY_KEYS), "shape", { what: "policy" });
  for (const key of ["bp", "cellmin", "min", "w"]) shaped(byClass(policy[key]), `policy.${key}`);
  for (const key of ["exclude_days", "max_count"]) shaped(byType(policy[key]), `policy.${key}`);
  for (const [key, words] of Object.entries(LISTS)) shaped(someOf(policy[key], words), `policy.${key}`);
  const { max_extra: extra, seats, visit, asof, rotation } = policy;
  shaped(Array.isArray(extra) && extra.every(byClass), "policy.max_extra");
  shaped(goodInt(policy["cap_step"]) && goodInt(policy["overall"]), "policy.cap_step");
  shaped(rotation === "" || goodDigest(rotation), "policy.rotation");
  shaped(isTable(seats) && Object.values(seats).every(slots), "policy.seats");
  shaped(Array.isArray(visit) && visit.length === 2, "policy.visit");
  const [first, last] = visit as Json[];
  shaped([asof, first, last].every((day) => typeof day === "string" && goodDate(day)) && first! <= last!, "policy.visit");
}

/** The commit, or a refusal of whatever a commit cannot be. */
export function checkedCommit(commit: Json): Commit {
  need(keysAre(commit, KEYS), "shape", { what: "commit.json" });
  for (const key of ["blocked", "officers", "prev", "venues", "verifier"]) shaped(goodDigest(commit[key]), key);
  shaped(typeof commit["scope"] === "string" && commit["scope"], "scope");
  shaped(goodInt(commit["no"], 1) && goodInt(commit["moment"]) && goodInt(commit["reveal_by"]), "moment");
  shaped(byClass(commit["quota"]), "quota");
  shaped(PROFILES.has(commit["spec"] as string), "spec");
  const sealed = commit["secret"] !== "";
  need(!sealed || commit["escrow"] !== "", "escrow");
  for (const key of ["secret", "escrow"]) shaped(sealed ? goodDigest(commit[key]) : commit[key] === "", key);
  shaped(sealed || commit["reveal_by"] === 0, "reveal_by");
  checkPolicy(commit["policy"]!);
  return commit as unknown as Commit;
}
