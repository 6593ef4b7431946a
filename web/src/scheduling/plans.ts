/** How plans are shown: windows, blocks, what a wording was read as, how a row stands. */
import type { Of } from "@/api/wire";
import { t } from "@/locales/draws";
import { t as p } from "@/locales/planning";
import type { DrawCard } from "@/scheduling/draws";
import { percent } from "@/scheduling/draws";
import type { Proposals } from "@/scheduling/proposals";
import type { Face } from "@/shared/tones";

export type Plan = Of<"PlanOut">;
export type PlanRow = Of<"PlanRowOut">;

/** 25%, 3 家, or "" while neither is read nor settled. */
export function numbersOf(row: PlanRow): string {
  if (row.ratio_bp !== null) return percent(row.ratio_bp);
  return row.quota_count === null ? "" : t("plan.venues", { n: row.quota_count });
}

/** What the reader made of the wording, in words: kind, range, frequency. */
export function readOf(row: PlanRow): string {
  const read = row.parsed;
  if (!row.understood) return t("plan.unread");
  const unit = read.unit === "count" ? t("plan.unit_count") : "%";
  const range = read.ratio_min === null ? (read.ratio_max === null ? "" : `≤ ${read.ratio_max}${unit}`) : read.ratio_max === null ? `≥ ${read.ratio_min}${unit}` : read.ratio_min === read.ratio_max ? `${read.ratio_min}${unit}` : `${read.ratio_min}–${read.ratio_max}${unit}`;
  const often = read.freq_n === null ? "" : t("plan.often", { n: String(read.freq_n), window: read.freq_window ? windowName(read.freq_window) : t("plan.window_any") });
  return [range, often, read.remark ?? ""].filter(Boolean).join("，") || t("plan.read_nothing");
}

function windowName(window: string): string {
  const known: Record<string, string> = { year: t("window.year"), "half-year": t("window.half"), quarter: t("window.quarter"), month: t("window.month"), week: t("window.week"), "2 years": t("window.two_years"), "6 months": t("window.six_months"), "licence validity": t("window.licence") };
  return known[window] ?? window;
}

export interface Block {
  uuid: string;
  from: number;
  to: number;
  face: "d" | "p" | "w" | "n" | "o";
  text: string;
  share: number;
}

function month(day: string, year: number, fallback: number): number {
  return Number(day.slice(0, 4)) === year ? Number(day.slice(5, 7)) : fallback;
}

/** A draw on the board: published solid, under way part filled, drawn outlined, planned dashed, overdue amber. */
export function blockOf(draw: DrawCard, year: number, today: string, published: number): Block {
  const { visits, finished } = draw.progress;
  const drawn = draw.state === "drawn";
  const done = drawn && visits > 0 && published >= visits;
  const late = drawn && finished < visits && draw.visit_to < today;
  const face = done ? "d" : late ? "o" : !drawn ? "n" : finished ? "p" : "w";
  return {
    uuid: draw.uuid,
    from: month(draw.visit_from, year, 1),
    to: month(draw.visit_to, year, 12),
    face,
    text: drawn ? (face === "w" ? t("plan.venues", { n: visits }) : `${finished}/${visits}`) : draw.state === "drafted" ? t("plan.drafted") : t("plan.committed"),
    share: visits ? finished / visits : 0,
  };
}

export interface Standing {
  face: Face;
  word: string;
}

/** How the row stands this year against its number; without a known pool it only says how far it has come. */
export function standing(row: PlanRow, year: number, today: string): Standing {
  if (row.needs.length) return { face: { tone: "warn", icon: "warn" }, word: t("plan.unsettled") };
  const target = row.quota_count ?? (row.ratio_bp !== null && row.pool !== null ? Math.ceil((row.pool * row.ratio_bp) / 10_000) : null);
  if (target === null) return { face: { tone: "mute", icon: "clock" }, word: row.progress.finished ? t("plan.under_way") : t("plan.not_begun") };
  if (row.progress.finished >= target) return { face: { tone: "ok", icon: "ok" }, word: t("plan.reached") };
  const over = `${year}-${String(row.month_to ?? 12).padStart(2, "0")}-31` < today;
  if (over) return { face: { tone: "warn", icon: "warn" }, word: t("plan.gap", { n: target - row.progress.finished }) };
  return { face: { tone: "mute", icon: "clock" }, word: row.progress.drawn ? t("plan.under_way") : t("plan.not_begun") };
}

export interface Placed extends Block {
  lane: number;
}

/** Blocks whose months meet lie one below the other: the first lane that is free. */
export function lanes(blocks: Block[]): Placed[] {
  const ends: number[] = [];
  return [...blocks].sort((a, b) => a.from - b.from || a.to - b.to).map((block) => {
    const free = ends.findIndex((end) => end < block.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = block.to;
    return { ...block, lane };
  });
}

/** Dashed blocks of what is proposed, row by row. */
export function proposedBlocks(all: Proposals | null): [string, Block][] {
  return (all?.draws ?? []).flatMap((one) =>
    one.rows.filter((row) => row.plan_row).map((row): [string, Block] => [
      row.plan_row!,
      { uuid: "", from: Number(one.visit_from.slice(5, 7)), to: Number(one.visit_to.slice(5, 7)), face: "n", text: p("pro.planned", { n: one.count }), share: 0 },
    ]),
  );
}

const REACH: Record<Of<"RowFeasibilityOut">["stand"], Face> = {
  unsettled: { tone: "warn", icon: "warn" },
  empty: { tone: "mute", icon: "na" },
  met: { tone: "ok", icon: "ok" },
  short: { tone: "warn", icon: "warn" },
  late: { tone: "warn", icon: "warn" },
  to_draw: { tone: "warn", icon: "warn" },
  under_way: { tone: "mute", icon: "clock" },
};

/** How a row stands in the feasibility of its year: what is missing, in words. */
export function reachWords(row: Of<"RowFeasibilityOut">): Face & { text: string } {
  const missing = Math.max(row.need - row.done, row.to_draw);
  return { ...REACH[row.stand], text: p(`row.${row.stand}`, { n: row.stand === "short" ? row.short : row.stand === "late" ? missing : row.to_draw }) };
}

/** The same on the board; before the report is read, by the plan's own numbers. */
export function reachOf(row: PlanRow, reach: Of<"RowFeasibilityOut"> | undefined, year: number, today: string): Face & { text: string } {
  if (reach) return reachWords(reach);
  const found = standing(row, year, today);
  return { ...found.face, text: found.word };
}
