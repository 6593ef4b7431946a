/** How a target stands, in words and never as a verdict on people. */
import type { Of } from "@/api/wire";
import { amount, evenPace } from "@/counting/numbers";
import { t } from "@/locales/counting";
import { language } from "@/locales/language";
import { t as p } from "@/locales/planning";
import type { Face } from "@/shared/tones";

export type Target = Of<"TargetOut">;

/** Met; behind an even pace; or what is still owed. Windows other than the year are told by what is owed. */
export function standing(target: Target, today: string): Face & { text: string } {
  const { figure } = target;
  if (target.met) return { tone: "ok", icon: "ok", text: t("stand.met") };
  if (figure.over === 0) return { tone: "mute", icon: "info", text: t("stand.nothing") };
  const short = figure.parts.find((part) => part.key === "short");
  if (short && figure.indicator === "target_coverage") return { tone: "warn", icon: "warn", text: t("stand.rows", { n: short.value }) };
  const owed = Math.abs(target.target - figure.value);
  if (figure.unit === "bp") return { tone: "mute", icon: "clock", text: t("stand.owed", { n: amount(owed, "bp") }) };
  if (figure.window === "year" && figure.value >= evenPace(target.target, today)) return { tone: "mute", icon: "clock", text: t("stand.on_pace") };
  const over = figure.to < today;
  return { tone: over ? "warn" : "mute", icon: over ? "warn" : "clock", text: t("stand.owed", { n: language.value === "zh" ? `${owed} ${figure.unit}` : owed }) };
}

const OUTLOOK: Record<Of<"ForecastOut">["stand"], Face> = {
  likely: { tone: "ok", icon: "ok" },
  open: { tone: "mute", icon: "clock" },
  unlikely: { tone: "warn", icon: "warn" },
};

/** What the year may come to, in one chip: the span where it is likely, else the doubt. */
export function outlook(one: Of<"ForecastOut">): Face & { text: string } {
  const span = one.low === one.high ? String(one.low) : `${one.low}–${one.high}`;
  return { ...OUTLOOK[one.stand], text: one.stand === "likely" && one.unit !== "bp" ? p("fc.expected", { low: one.low, high: one.high }).replace(`${one.low}–${one.high}`, span) : p(`fc.${one.stand}`) };
}
