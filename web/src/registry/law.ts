/** The law of the catalogue as it is shown and edited. */
import { told, wire, type Of } from "@/api/wire";
import { yuan } from "@/domain/money";
import { t } from "@/locales/law";
import type { Face } from "@/shared/tones";

export type Law = Of<"LawOut">;
export type Violation = Of<"LawViolationOut">;
export type Basis = Of<"LawBasisOut">;
export type Source = Of<"SourceOut">;
export type Row = Of<"CatalogueRowOut">;
export type Column = Of<"CatalogueColumnOut">;
export type Change = Of<"CatalogueChangeOut">;
export type Check = Of<"CatalogueCheckOut">;
export type Given = Of<"CatalogueRowInRequest">;
export type Values = Record<string, unknown>;

export const CHANGE_FACE: Record<Change["state"], Face> = {
  proposed: { tone: "warn", icon: "eye" },
  effective: { tone: "ok", icon: "ok" },
  rejected: { tone: "bad", icon: "bad" },
  withdrawn: { tone: "mute", icon: "na" },
};

/** Versions of one provision in their order; bases without lineage stand alone. */
export function lines(bases: Basis[]): Basis[][] {
  const found = new Map<string, Basis[]>();
  for (const one of bases) {
    const key = [one.lineage || one.key, one.role, one.tier, one.party].join("|");
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()].map((line) => [...line].sort((a, b) => (a.valid_from ?? "").localeCompare(b.valid_from ?? "")));
}

export function standing(one: { in_force: boolean; valid_from: string | null }, today: string): "in_force" | "past" | "future" {
  if (one.in_force) return "in_force";
  return one.valid_from !== null && one.valid_from > today ? "future" : "past";
}

export interface Sums {
  fine_min_fen: number | null;
  fine_max_fen: number | null;
  multiple_min: number | null;
  multiple_max: number | null;
}

/** 500–5,000 元；违法所得的 1–3 倍 */
export function sums(one: Sums, amount = "", threshold: number | null = null): string {
  const { fine_min_fen: low, fine_max_fen: high, multiple_min: min, multiple_max: max } = one;
  const parts: string[] = [];
  if (low !== null || high !== null) parts.push(t("yuan", { sum: low === null || high === null ? `${low === null ? "≤ " : "≥ "}${yuan((low ?? high)!)}` : `${yuan(low)}–${yuan(high)}` }));
  const of = ["illegal_income", "illegal_turnover", "sales"].includes(amount) ? t(amount as "sales") : amount;
  if (max !== null) parts.push(t("multiple", { amount: of, min: min ?? 0, max }));
  if (max !== null && threshold !== null) parts.push(t("threshold", { amount: of, sum: t("yuan", { sum: yuan(threshold) }) }));
  return parts.join("；");
}

/** A value of a row in words; money is kept in fen and told in yuan, as its title says. */
export function shown(value: unknown, field = ""): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return t("empty");
  if (typeof value === "number" && field.endsWith("_fen")) return yuan(value);
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join("、");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The day before, for the end of the version that is replaced. */
export function dayBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}

export function rowRead(section: Given["section"], code: string): Promise<Row> {
  return told(wire.GET("/api/v1/catalogue/row", { params: { query: { section, code } } }));
}

/** A field's value, dotted names one level in. */
export function read(values: Values, field: string): unknown {
  const [outer = "", inner] = field.split(".");
  return inner ? (values[outer] as Values)[inner] : values[outer];
}

export function written(values: Values, field: string, value: unknown): Values {
  const [outer = "", inner] = field.split(".");
  return { ...values, [outer]: inner ? { ...(values[outer] as Values), [inner]: value } : value };
}

/** The sources a row names, with their titles; marks of none (OKU, INF) and codes without an entry have no title. */
export function sourcesOf(named: string, known: readonly Source[]): { code: string; title: string; address: string; lead_only: boolean }[] {
  return named.split(",").filter(Boolean).map((code) => {
    const one = known.find((row) => row.code === code);
    return { code, title: one?.title ?? "", address: one?.addresses.find((each) => /^https?:/.test(each)) ?? "", lead_only: one?.lead_only ?? false };
  });
}
