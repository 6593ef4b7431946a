/** The band of a fine (罚款幅度) as the decision will be measured by it; the server measures again. */
import type { Of } from "@/api/wire";
import { yuan } from "@/domain/money";
import { t } from "@/locales/cases";
import { chinese } from "@/locales/language";

export type Basis = Of<"CaseBasisOut">;

/** every basis may be joined by these (处罚法 Art 28) */
const BESIDE_ANY = ["confiscation", "other"];

export interface Band {
  low: number | null;
  high: number | null;
}

/** Below the threshold the fixed band holds, from it on the multiples; null is a bound nobody knows. */
export function bandOf(basis: Basis, amount: number | null): Band {
  const { multiple_min: min, multiple_max: max, threshold_fen: threshold } = basis;
  if (max === null || amount === null || amount < (threshold ?? 1)) return { low: basis.fine_min_fen, high: basis.fine_max_fen };
  return { low: min === null ? null : min * amount, high: max * amount };
}

/** Whether the provision fines without a choice: then no fine is below its lower bound. */
export function owed(basis: Basis): boolean {
  return basis.penalty_kinds.includes("fine") && !basis.fine_optional;
}

export function within(fine: number, band: Band, must = false): boolean {
  if (fine === 0) return !(must && band.low);
  return (band.low === null || fine >= band.low) && (band.high === null || fine <= band.high);
}

/** Whether the fine lies in the chosen step of the standard the organ adopted; without one nothing binds but the law. */
export function inStep(fine: number, basis: Basis, step: string, amount: number | null): boolean {
  const adopted = basis.bands.filter((one) => one.adopted);
  if (fine === 0 || !adopted.length) return true;
  const chosen = adopted.find((one) => one.code === step);
  return !!chosen && within(fine, bandOf({ ...basis, ...chosen, threshold_fen: basis.threshold_fen }, amount));
}

/** Classes the provision does not name; one that names none binds none. */
export function beyond(classes: string[], basis: Basis): string[] {
  if (!basis.penalty_kinds.length) return [];
  return classes.filter((one) => !basis.penalty_kinds.includes(one) && !BESIDE_ANY.includes(one));
}

/** 罚款 500–5,000 元 */
export function bandWords(basis: Basis): string {
  const { fine_min_fen: low, fine_max_fen: high, multiple_min: min, multiple_max: max, threshold_fen: threshold } = basis;
  const parts: string[] = [];
  if (low !== null && high !== null) parts.push(t("basis.band", { min: yuan(low), max: yuan(high) }));
  else if (high !== null) parts.push(t("basis.up_to", { max: yuan(high) }));
  else if (low !== null) parts.push(t("basis.from", { min: yuan(low) }));
  if (max !== null) parts.push(threshold ? t("basis.multiple", { threshold: yuan(threshold), min: min ?? 0, max }) : t("basis.multiple_plain", { min: min ?? 0, max }));
  return parts.join(chinese() ? "；" : "; ") || t("basis.no_band");
}
