/** Rules of hours and days an item may have, asked off line; the server's twin is inspections/domain/checklist.py.
 *
 *  Both are held together by tests/vectors/rules.json. Hours are local, `HH:MM`. */

export interface Rule {
  kind: string;
  start: string | null;
  end: string | null;
}

/** One day as the calendar's door prints it; null where the year's table is not published. */
export interface Day {
  workday: boolean | null;
  statutory: boolean | null;
  vacation: boolean;
}

/** Whether `at` lies in [start, end); an end at or before the start is on the next day (V17). */
export function within(at: string, start: string, end: string): boolean {
  return start < end ? start <= at && at < end : at >= start || at < end;
}

/** Whether scripts may serve minors: 法定节假日, 休息日, 寒暑假 (V18). */
function scriptDay(day: Day): boolean | null {
  if (day.vacation) return true;
  return day.workday === null ? day.statutory : !day.workday;
}

const not = (allowed: boolean | null): boolean | null => (allowed === null ? null : !allowed);

/** Whether the rule forbids it at this moment; null: no rule, or not known. */
export function forbids(rule: Rule | null, at: string, day: Day | undefined): boolean | null {
  if (rule?.kind === "closed_hours") return within(at, rule.start ?? "", rule.end ?? "");
  if (!day) return null;
  if (rule?.kind === "statutory_holiday_only") return not(day.statutory);
  return rule?.kind === "holiday_weekend_vacation_only" ? not(scriptDay(day)) : null;
}
