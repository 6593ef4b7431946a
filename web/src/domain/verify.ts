/** The verifier of the browser: every step of docs/draws.md, section 12, from the bytes of a package alone. */
import { beacon, log, secret, seed, times } from "@/domain/draw/course";
import { canonical, eligible, files, quota, rosters } from "@/domain/draw/before";
import type { Bytes } from "@/domain/draw/bytes";
import { Case, STEPS, type Asked, type Said, type StepName } from "@/domain/draw/case";
import { Broken, Unchecked, type Facts, type Note } from "@/domain/draw/faults";
import { cells, draw, match, replace, root, supplement } from "@/domain/draw/outcome";
import { standing, type Mine } from "@/domain/draw/standing";

export type Outcome = "pass" | "warn" | "partial" | "fail";

/** One line of the verdict: what was compared (`says`), what is wrong, open or worth knowing (`notes`). */
export interface Step {
  name: StepName;
  outcome: Outcome;
  says: Facts;
  digest: string;
  notes: Note[];
}

export interface Verified {
  steps: Step[];
  drawn: boolean;
  mine: Mine | null;
}

export interface Options extends Asked {
  /** the venue to look up */
  code?: string;
  /** called after each step */
  told?: (step: Step) => void;
}

export type { Asked, Mine, Note, StepName };

interface Rule {
  check: (found: Case, zip: Bytes) => Promise<Said>;
  needs: StepName[];
}

const RULES: Record<StepName, Rule> = {
  files: { check: files, needs: [] },
  canon: { check: canonical, needs: ["files"] },
  rosters: { check: rosters, needs: ["canon"] },
  eligible: { check: eligible, needs: ["rosters"] },
  quota: { check: quota, needs: ["eligible"] },
  log: { check: log, needs: ["canon"] },
  times: { check: times, needs: ["log"] },
  beacon: { check: beacon, needs: ["log"] },
  secret: { check: secret, needs: ["canon"] },
  seed: { check: seed, needs: ["beacon", "secret"] },
  cells: { check: cells, needs: ["seed", "quota"] },
  draw: { check: draw, needs: ["cells"] },
  match: { check: match, needs: ["draw"] },
  replace: { check: replace, needs: ["log"] },
  supplement: { check: supplement, needs: ["log"] },
  root: { check: root, needs: ["draw"] },
};

async function run(name: StepName, found: Case, zip: Bytes): Promise<Step> {
  const { check, needs } = RULES[name];
  const step = (outcome: Outcome, notes: Note[], said: Said = {}): Step => ({ name, outcome, notes, says: said.facts ?? {}, digest: said.digest ?? "" });
  const lacking = needs.filter((one) => !found.known.has(one));
  if (lacking.length) return step("partial", [{ code: "needs", facts: { what: lacking.join(" ") } }]);
  found.warnings = [];
  try {
    const said = await check(found, zip);
    found.known.add(name);
    return step(found.warnings.length ? "warn" : "pass", found.warnings, said);
  } catch (error) {
    if (error instanceof Unchecked) return step("partial", [error.note, ...found.warnings]);
    if (error instanceof Broken) return step("fail", [error.note]);
    return step("fail", [{ code: "internal", facts: { what: String(error).slice(0, 200) } }]);
  }
}

/** Nothing is asked of anybody but the bytes of draw.zip. */
export async function verified(zip: Bytes, options: Options = {}): Promise<Verified> {
  const found = new Case(options);
  const steps: Step[] = [];
  for (const name of STEPS) {
    const step = await run(name, found, zip);
    steps.push(step);
    options.told?.(step);
  }
  return { steps, drawn: Boolean(found.first("RESULT")), mine: options.code ? standing(found, options.code) : null };
}
