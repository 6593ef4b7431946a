/** The steps a stranger's browser can check of a draw, and where one venue stands in it. Nothing is asked of the server
 *  but the package. Teams are matched by the program that comes beside it, not here: that step stays partial. */
import { judged, redraw, rootOf, type CellDrawn, type Policy, type Venue } from "@/domain/redraw";
import { canon, H, hash, hex, raw, rows, text } from "@/domain/ssj";

export type StepName = "rosters" | "eligible" | "quota" | "commit" | "seed" | "draw" | "teams" | "log";
export type Outcome = "pass" | "fail" | "partial";

export interface Step {
  name: StepName;
  outcome: Outcome;
  says: Record<string, string | number>;
  digest: string;
}

export interface Mine {
  venue: Venue;
  chances: { quota: number; eligible: number };
  cell: { quota: number; eligible: number } | null;
  ticket: string;
  rank: number | null;
  selected: boolean;
  /** the venues of the class in the order of the file: drawn or not, and which one is mine */
  squares: { drawn: boolean; mine: boolean }[];
  next: number | null;
}

export interface Verified {
  steps: Step[];
  drawn: boolean;
  mine: Mine | null;
}

interface Commit {
  no: number;
  scope: string;
  prev: string;
  moment: number;
  quota: Record<string, number>;
  policy: Policy & Record<string, unknown>;
  venues: string;
  officers: string;
  blocked: string;
}

interface Line {
  at: number;
  ev: string;
  no: number;
  prev: string;
  seq: number;
  commit?: string;
  values?: string[];
  root?: string;
  n?: number;
  short?: Record<string, number>;
}

const VENUES = "id class cell name status last count eligible";
const HOUR_S = 3600;
const LATEST_S = 3 * 86_400;
type Files = Map<string, Uint8Array<ArrayBuffer>>;

const same = (a: Record<string, number>, b: Record<string, number>): boolean => canon(a) === canon(b);

export async function verified(files: Files, code: string): Promise<Verified> {
  const file = (name: string): Uint8Array<ArrayBuffer> => {
    const found = files.get(name);
    if (!found) throw new Error(`${name} is missing`);
    return found;
  };
  const steps: Step[] = [];
  const step = (name: StepName, good: boolean | null, says: Step["says"] = {}, digest = ""): void => {
    steps.push({ name, outcome: good === null ? "partial" : good ? "pass" : "fail", says, digest });
  };

  const commitText = text(file("commit.json"));
  const commit = JSON.parse(commitText) as Commit;
  const venues = rows(file("venues.tsv"), VENUES) as unknown as Venue[];
  const digests = await Promise.all(["venues.tsv", "officers.tsv", "blocked.tsv"].map(async (name) => hex(await hash(file(name)))));
  step("rosters", canon(digests) === canon([commit.venues, commit.officers, commit.blocked]), { n: venues.length }, digests[0]);

  const lines = text(file("log.jsonl")).trimEnd().split("\n");
  const log = lines.map((line) => JSON.parse(line) as Line);
  const heads = await Promise.all(lines.map(async (line) => hex(await H("log", line))));
  const digest = hex(await H("commit", commitText));
  const mineLines = log.filter((line) => line.no === commit.no);
  const committed = mineLines.find((line) => line.ev === "COMMIT");
  const beacon = mineLines.find((line) => line.ev === "BEACON");
  const result = mineLines.find((line) => line.ev === "RESULT");
  const intime = Boolean(committed && committed.commit === digest && commit.moment - committed.at >= HOUR_S) && (!beacon || beacon.at >= commit.moment) && (!result || result.at <= commit.moment + LATEST_S);
  step("commit", canon(JSON.parse(commitText)) === commitText && intime, { committed: committed?.at ?? 0, moment: commit.moment }, digest);

  const judgement = judged(venues, commit.policy);
  const out = venues.filter((venue) => venue.eligible !== "Y").length;
  step("eligible", judgement.same, { eligible: venues.length - out, out });
  step("quota", same(judgement.quota.quota, commit.quota) && (!result || same(judgement.quota.short, result.short ?? {})), { quota: Object.entries(commit.quota).map(([name, n]) => `${name} ${n}`).join("、"), n: Object.values(commit.quota).reduce((sum, n) => sum + n, 0) });

  if (!beacon?.values) {
    step("log", chained(log, heads), { n: log.length }, heads.at(-1));
    return { steps, drawn: false, mine: null };
  }
  const seed = await H("seed", raw(digest), canon(beacon.values), "");
  step("seed", true, { values: beacon.values.join(" ") }, hex(seed));
  const cells = await redraw(seed, venues, commit.quota, commit.policy);
  const chosen = new Set(cells.flatMap((cell) => cell.tickets.slice(0, cell.quota).map((ticket) => ticket.id)));
  const results = files.get("results.tsv");
  if (results && result) {
    const published = rows(results, "id class cell team");
    const agreed = published.length === chosen.size && published.every((row) => chosen.has(row["id"]!));
    const root = await rootOf(seed, published.map((row) => [row["id"], row["class"], row["cell"], row["team"]].join("\t")));
    step("draw", agreed && root === result.root && result.n === chosen.size, { n: chosen.size }, root);
    step("teams", null, { n: published.length });
  } else {
    step("draw", null, { n: chosen.size });
  }
  step("log", chained(log, heads), { n: log.length }, heads.at(-1));
  return { steps, drawn: Boolean(result), mine: standing(code, venues, cells, chosen, commit.quota) };
}

function chained(log: Line[], heads: string[]): boolean {
  return log.every((line, n) => line.seq === n + 1 && line.prev === (n ? heads[n - 1] : "0".repeat(64)) && (n === 0 || line.at >= log[n - 1]!.at));
}

function standing(code: string, venues: Venue[], cells: CellDrawn[], chosen: Set<string>, quota: Record<string, number>): Mine | null {
  const venue = venues.find((one) => one.id === code);
  if (!venue) return null;
  const pool = venues.filter((one) => one.class === venue.class && one.eligible === "Y");
  const cell = cells.find((one) => one.class === venue.class && one.cell === venue.cell);
  const at = cell?.tickets.findIndex((ticket) => ticket.id === code) ?? -1;
  return {
    venue,
    chances: { quota: quota[venue.class] ?? 0, eligible: pool.length },
    cell: cell ? { quota: cell.quota, eligible: cell.tickets.length } : null,
    ticket: at < 0 ? "" : cell!.tickets[at]!.ticket,
    rank: at < 0 ? null : at + 1,
    selected: chosen.has(code),
    squares: pool.map((one) => ({ drawn: chosen.has(one.id), mine: one.id === code })),
    next: cell && at >= 0 && cell.tickets.length > cell.quota ? cell.quota + 1 : null,
  };
}
