/** The course of a case (经过): its steps as a strip, and what happened on which day. */
import type { Case, Payment } from "@/enforcement/cases";

export type StepKey = "filed" | "investigated" | "reviewed" | "informed" | "decided" | "served" | "reported" | "published" | "performed" | "closed" | "archived";

export interface Step {
  key: StepKey;
  on: string | null;
  /** done, next, to come, or not needed for this outcome */
  face: "done" | "next" | "open" | "skipped";
}

const ENDED = ["withdrawn", "transferred"];
/** steps only a penalty has */
const OF_A_PENALTY: StepKey[] = ["informed", "published", "performed"];

/** The steps with the publication after the service; a step without a day before a step with one was skipped. */
export function stepsOf(one: Case): Step[] {
  const steps: { key: StepKey; on: string | null }[] = one.course.map((row) => ({ key: row.state as StepKey, on: row.on }));
  steps.splice(steps.findIndex((row) => row.key === (one.procedure === "simple" ? "reported" : "served")) + 1, 0, { key: "published", on: one.published_on });
  if (one.procedure === "simple") steps.splice(0, 1, { key: "decided", on: one.decided_on }, { key: "served", on: steps[0]!.on });
  const penal = one.outcome === "" || one.outcome === "penalty";
  const stateAt = steps.findIndex((row) => row.key === one.state);
  const ended = ENDED.includes(one.state);
  let next = one.state === "archived";
  return steps.map((row, n) => {
    // it ended outside its course: the day it ended is told beside the strip, it was not closed with a decision
    if (ended && row.key === "closed") return { ...row, on: null, face: "skipped" };
    if (row.on) return { ...row, face: "done" };
    if (ended) return { ...row, face: row.key === "archived" ? "next" : "skipped" };
    if (!penal && OF_A_PENALTY.includes(row.key)) return { ...row, face: "skipped" };
    if (next || row.key === "published" || (stateAt >= 0 && n < stateAt)) return { ...row, face: "open" };
    next = true;
    return { ...row, face: "next" };
  });
}

export interface Event {
  key: string;
  on: string;
  lines: string[];
  /** in place of the words of `key` */
  title?: string;
}

/** Puts codes into words. */
export interface CourseWords {
  penalty: (of: Case["informed"]) => string;
  mode: (code: string) => string;
  closing: (code: string) => string;
  outcome: (code: string) => string;
  /** acts of a side track, each with its day and what was recorded */
  acts: (track: Case["tracks"][number]) => Event[];
  paid: (one: Payment) => string;
  team: (one: Case["team_changes"][number]) => string;
}

/** What happened, latest first, in the words that were recorded; of one day, the steps before what went on beside them. */
/** steps and side tracks in the order they take on one day */
const TURNS = ["occurred", "filed", "penalised", "reported", "assigned", "preservation", "seizure", "sampling", "investigated", "reviewed", "intended", "informed", "statement", "waived", "hearing", "discussion", "referral", "decided", "announcement", "served", "published", "instalments", "urging", "review", "litigation", "paid", "performed", "closed", "withdrawn", "transferred", "followed", "archived"];
const turn = (event: Event): number => TURNS.indexOf(event.key.split(".")[0] ?? "");

export function eventsOf(one: Case, { penalty, mode, closing, outcome, acts, paid, team }: CourseWords): Event[] {
  const on = Object.fromEntries(one.course.map((row) => [row.state, row.on]));
  const decided = { classes: one.penalty_classes, fine_fen: one.fine_fen, confiscated_fen: one.confiscated_fen };
  const found: { key: string; on: string | null | undefined; lines: string[] }[] = [
    { key: "occurred", on: one.occurred_on, lines: [] },
    { key: "filed", on: on["filed"], lines: [one.summary] },
    { key: "penalised", on: one.procedure === "simple" ? one.decided_on : null, lines: [one.decision_number, one.summary, one.statement, penalty(decided)] },
    { key: "reported", on: one.reported_on, lines: [one.report_note] },
    { key: "investigated", on: on["investigated"], lines: [one.facts, one.proposal] },
    { key: "reviewed", on: on["reviewed"], lines: [one.review_opinion] },
    ...one.notices.map((row) => ({ key: "intended", on: row.drawn_on, lines: [penalty(row)] })),
    ...(one.notices.some((row) => row.served_on) ? one.notices.filter((row) => row.served_on).map((row) => ({ key: "informed", on: row.served_on, lines: [penalty(row), [mode(row.service_mode), row.service_proof].join("　")] })) : [{ key: "informed", on: on["informed"], lines: [penalty(one.informed)] }]),
    { key: "statement", on: one.statement ? on["informed"] : null, lines: [one.statement] },
    { key: "waived", on: one.statement_waived ? on["informed"] : null, lines: [] },
    { key: "decided", on: on["decided"], lines: one.outcome === "penalty" ? [one.decision_number, penalty(decided)] : [outcome(one.outcome)] },
    { key: "served", on: one.procedure === "simple" ? null : on["served"], lines: [[mode(one.service_mode), one.served_time].filter(Boolean).join("　"), one.service_proof] },
    { key: "published", on: one.published_on, lines: [] },
    { key: "performed", on: on["performed"], lines: [] },
    { key: "closed", on: ENDED.includes(one.state) ? null : on["closed"], lines: [closing(one.closing_type), one.ended_reason] },
    { key: one.state, on: ENDED.includes(one.state) ? one.clocks.find((row) => row.rule === "case_archive")?.starts_on : null, lines: [one.ended_reason] },
    ...(one.follow_up?.steps ?? []).map((step) => ({ key: "followed", on: step.on, lines: [step.text] })),
    { key: "archived", on: on["archived"], lines: [] },
  ];
  const beside: Event[] = [...one.tracks.flatMap(acts), ...(one.money?.payments ?? []).map((row) => ({ key: "paid", on: row.paid_on, lines: [paid(row)] })), ...one.team_changes.map((row) => ({ key: "assigned", on: row.on, lines: [team(row)] }))];
  const told = found.filter((row): row is Event => !!row.on).map((row) => ({ ...row, lines: row.lines.filter(Boolean) }));
  return [...told, ...beside].sort((a, b) => a.on.localeCompare(b.on) || turn(a) - turn(b)).reverse();
}
