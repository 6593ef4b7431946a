/** The kept catalogue as entries to search and to open: what is asked, what it breaks, on what provision. */
import type { Basis } from "@/api/types";
import { citation } from "@/domain/findings";
import { yuan } from "@/domain/money";
import type { Entry } from "@/domain/search";
import { t } from "@/locales/answers";
import { language } from "@/locales/language";
import type { Catalogue } from "@/offline/law";

const WAN_FEN = 1_000_000;

export interface LawEntry extends Entry {
  sub: string;
  verified: boolean;
  bases: Basis[];
}

const inForce = (one: Basis, on: string): boolean => (one.valid_from === null || one.valid_from <= on) && (one.valid_to === null || on <= one.valid_to);
const said = (bases: Basis[]): string => bases.map((one) => `${one.law}${one.law_short}${one.article}${one.note}`).join("");

/** Items in force with their violations' provisions, then violations, then every provision once. */
export function lawEntries(catalogue: Catalogue, on: string): LawEntry[] {
  const live = catalogue.items.filter((one) => (one.in_force_from === null || one.in_force_from <= on) && (one.in_force_to === null || on <= one.in_force_to));
  const violations = new Map(live.flatMap((item) => item.violations).map((one) => [one.code, one]));
  const provisions = new Map<string, Basis>();
  for (const item of live) for (const one of [...item.duties, ...item.violations.flatMap(({ bases }) => bases)]) provisions.set(one.key, one);
  const ofDay = (bases: Basis[]): Basis[] => [...new Map(bases.filter((one) => inForce(one, on)).map((one) => [one.key, one])).values()];
  const english = language.value === "en";
  return [
    ...live.map((one): LawEntry => {
      const bases = ofDay([...one.duties, ...one.violations.flatMap(({ bases }) => bases)]);
      return { kind: "item", key: one.code, title: (english && one.question_en) || one.question, sub: (english && one.section_en) || one.section, text: `${one.code}${one.question}${one.question_en}${one.section}${one.statement_ok}${one.statement_bad}${said(bases)}`, verified: one.verified, bases };
    }),
    ...[...violations.values()].map((one): LawEntry => {
      const bases = ofDay(one.bases);
      return { kind: "violation", key: one.code, title: (english && one.title_en) || one.title, sub: one.code, text: `${one.title}${one.title_en}${said(bases)}`, verified: one.verified, bases };
    }),
    ...[...provisions.values()].filter((one) => inForce(one, on)).map((one): LawEntry => ({ kind: "basis", key: one.key, title: citation(one), sub: one.version, text: said([one]), verified: one.verified, bases: [one] })),
  ];
}

const money = (fen: number): string => (fen % WAN_FEN === 0 ? t("law.wan", { n: fen / WAN_FEN }) : t("law.yuan", { n: yuan(fen) }));

/** 罚款幅度 in words: below a threshold in yuan, from it on by multiples. */
export function bandOf(one: Basis): string {
  const parts: string[] = [];
  if (one.fine_max_fen !== null) parts.push(one.fine_min_fen ? t("law.fine", { from: money(one.fine_min_fen), to: money(one.fine_max_fen) }) : t("law.fine_to", { to: money(one.fine_max_fen) }));
  else if (one.fine_min_fen !== null) parts.push(t("law.fine_from", { from: money(one.fine_min_fen) }));
  if (one.multiple_max !== null) parts.push(one.threshold_fen !== null ? t("law.multiple_from", { at: money(one.threshold_fen), min: one.multiple_min ?? 0, max: one.multiple_max }) : t("law.multiple", { min: one.multiple_min ?? 0, max: one.multiple_max }));
  return parts.join(t("law.and"));
}
