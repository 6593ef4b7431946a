/** The kept catalogue as entries to search and to open: what is asked, what it breaks, on what provision. */
import type { Basis } from "@/api/types";
import { citation } from "@/domain/findings";
import { yuan } from "@/domain/money";
import type { Entry } from "@/domain/search";
import { t } from "@/locales/answers";
import { language } from "@/locales/language";
import type { Catalogue } from "@/offline/law";

const WAN_FEN = 1_000_000;

type Fine = Pick<Basis, "fine_min_fen" | "fine_max_fen" | "multiple_min" | "multiple_max" | "threshold_fen">;
export type Band = Catalogue["bands"][number];
export type Lenient = Catalogue["lenient"][number];

export interface LawEntry extends Entry {
  sub: string;
  verified: boolean;
  bases: Basis[];
  /** of a violation: when nothing is imposed */
  lenient: Lenient[];
}

const inForce = (one: { valid_from: string | null; valid_to: string | null }, on: string): boolean => (one.valid_from === null || one.valid_from <= on) && (one.valid_to === null || on <= one.valid_to);
const said = (bases: Basis[]): string => bases.map((one) => `${one.law}${one.law_short}${one.article}${one.note}`).join("");

/** 裁量基准: key of a provision → its steps in force; a phone that read the law before they were told has none. */
export function stepsOf(catalogue: Catalogue, on: string): Map<string, Band[]> {
  const steps = new Map<string, Band[]>();
  for (const one of catalogue.bands ?? []) if (inForce(one, on)) steps.set(one.basis, [...(steps.get(one.basis) ?? []), one]);
  return steps;
}

/** Items in force with their violations' provisions, then violations, then every provision once. */
export function lawEntries(catalogue: Catalogue, on: string): LawEntry[] {
  const live = catalogue.items.filter((one) => (one.in_force_from === null || one.in_force_from <= on) && (one.in_force_to === null || on <= one.in_force_to));
  const violations = new Map(live.flatMap((item) => item.violations).map((one) => [one.code, one]));
  const provisions = new Map<string, Basis>();
  for (const item of live) for (const one of [...item.duties, ...item.violations.flatMap(({ bases }) => bases)]) provisions.set(one.key, one);
  const ofDay = (bases: Basis[]): Basis[] => [...new Map(bases.filter((one) => inForce(one, on)).map((one) => [one.key, one])).values()];
  const english = language.value === "en";
  const steps = stepsOf(catalogue, on);
  const stepped = (bases: Basis[]): string => bases.flatMap(({ key }) => steps.get(key) ?? []).map((one) => `${one.circumstance}${one.document}`).join("");
  const lenient = (code: string): Lenient[] => (catalogue.lenient ?? []).filter((one) => one.violation === code && inForce(one, on));
  return [
    ...live.map((one): LawEntry => {
      const bases = ofDay([...one.duties, ...one.violations.flatMap(({ bases }) => bases)]);
      return { kind: "item", key: one.code, title: (english && one.question_en) || one.question, sub: (english && one.section_en) || one.section, text: `${one.code}${one.question}${one.question_en}${one.section}${one.statement_ok}${one.statement_bad}${said(bases)}`, verified: one.verified, bases, lenient: [] };
    }),
    ...[...violations.values()].map((one): LawEntry => {
      const bases = ofDay(one.bases);
      return { kind: "violation", key: one.code, title: (english && one.title_en) || one.title, sub: one.code, text: `${one.title}${one.title_en}${said(bases)}${stepped(bases)}${lenient(one.code).map((rule) => rule.conditions).join("")}`, verified: one.verified, bases, lenient: lenient(one.code) };
    }),
    ...[...provisions.values()].filter((one) => inForce(one, on)).map((one): LawEntry => ({ kind: "basis", key: one.key, title: citation(one), sub: one.version, text: `${said([one])}${stepped([one])}`, verified: one.verified, bases: [one], lenient: [] })),
  ];
}

const money = (fen: number): string => (fen % WAN_FEN === 0 ? t("law.wan", { n: fen / WAN_FEN }) : t("law.yuan", { n: yuan(fen) }));

/** 罚款幅度 in words: below a threshold in yuan, from it on by multiples. */
export function bandOf(one: Fine): string {
  const parts: string[] = [];
  if (one.fine_max_fen !== null) parts.push(one.fine_min_fen ? t("law.fine", { from: money(one.fine_min_fen), to: money(one.fine_max_fen) }) : t("law.fine_to", { to: money(one.fine_max_fen) }));
  else if (one.fine_min_fen !== null) parts.push(t("law.fine_from", { from: money(one.fine_min_fen) }));
  if (one.multiple_max !== null) parts.push(one.threshold_fen !== null ? t("law.multiple_from", { at: money(one.threshold_fen), min: one.multiple_min ?? 0, max: one.multiple_max }) : t("law.multiple", { min: one.multiple_min ?? 0, max: one.multiple_max }));
  return parts.join(t("law.and"));
}
