/** Figures as they are printed: ratios come in basis points and are never rounded up. */
import type { Of } from "@/api/wire";
import { fenOf, yuanText } from "@/domain/money";
import { unitName } from "@/locales/counting";

type Figure = Of<"FigureOut">;

/** 2520 → 25.2% */
export function percent(bp: number): string {
  const rest = bp % 100;
  const whole = (bp - rest) / 100;
  return `${rest === 0 ? whole : `${whole}.${String(rest).padStart(2, "0").replace(/0$/, "")}`}%`;
}

/** 338, or 25.2% */
export function amount(value: number, unit: string): string {
  return unit === "bp" ? percent(value) : String(value);
}

/** the unit beside the number; a ratio carries its own sign */
export const unitOf = (figure: Pick<Figure, "unit">): string => (figure.unit === "bp" ? "" : unitName(figure.unit));

/** ≥ 5%, 6, = 100% */
export function goal(comparison: string, target: number, unit: string): string {
  const sign = { ">=": "≥ ", "<=": "≤ ", "=": "= " }[comparison] ?? "";
  return sign + amount(target, unit);
}

/** What an even pace would have brought by a day: whole units, rounded down. */
export function evenPace(target: number, day: string): number {
  const year = Number(day.slice(0, 4));
  const first = Date.UTC(year, 0, 1);
  const gone = Math.round((Date.parse(`${day}T00:00:00Z`) - first) / 86_400_000) + 1;
  const all = Math.round((Date.UTC(year + 1, 0, 1) - first) / 86_400_000);
  return Math.floor((target * gone) / all);
}

/** What was typed for a target: percent with at most two decimals as basis points, else a whole number; null for neither. */
export function valueOf(text: string, unit: string): number | null {
  if (unit === "bp") return fenOf(text);
  return /^\d{1,12}$/.test(text.trim()) ? Number(text.trim()) : null;
}

/** As it may be typed again. */
export const valueText = (value: number, unit: string): string => (unit === "bp" ? yuanText(value) : String(value));
