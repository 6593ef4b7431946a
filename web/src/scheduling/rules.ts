/** The rules of a draw as they are typed: whole numbers, ratios in per cent. */
import type { Of } from "@/api/wire";
import { GRADES } from "@/scheduling/draws";

export type Rules = Of<"RulesOut">;
type RulesIn = Of<"RulesInRequest">;
/** Supplements the desk offers to announce; a draft may hold more. */
export const SUPPLEMENTS = 3;
export const RELAXATIONS = ["cap", "rotation", "town", "load"] as const;

/** What the server starts from when nothing is typed (scheduling/domain/rules.py). */
export function rulesStart(): Rules {
  return {
    bp: { A: 200, B: 500, C: 2100, D: 6100 },
    least: { A: 1, B: 1, C: 1, D: 1 },
    weights: { A: 1, B: 2, C: 4, D: 8 },
    overall: 500,
    exclude_natural_days: { A: 365, B: 180, C: 90, D: 0 },
    exclude_by_category: {},
    cap_by_category: {},
    lift_recent: true,
    cell_least: {},
    relax: ["cap", "rotation"],
    cap_step: 1,
    officer_cap: 20,
    rotation_natural_days: 365,
    leave_natural_days: 0,
    team_size: 2,
    lead_qualified: true,
    others_qualified: false,
    key_exceeds_cap: false,
    extra: [],
  };
}

/** Only the grades with a number. */
const some = (numbers: Record<string, number>): Record<string, number> => Object.fromEntries(GRADES.filter((grade) => numbers[grade]).map((grade) => [grade, numbers[grade]!]));

/** The rules for the wire; a least per cell of 0 is left out, and so is a grade a supplement takes nothing of. */
export function rulesTyped(rules: Rules): RulesIn {
  return { ...rules, cell_least: some(rules.cell_least), extra: (rules.extra ?? []).map(some) } as RulesIn;
}
