/** Words of the steps of a verification (验证), shared by the public pages and the console. */
import type { Facts, Note } from "@/domain/draw/faults";
import type { Outcome, Step, StepName } from "@/domain/verify";
import en from "@/locales/checks.en.json";
import zh from "@/locales/checks.zh.json";
import { namer, speaker } from "@/locales/language";
import { dayOf, monthDay, timeOf } from "@/shared/dates";

export const t = speaker(zh, en);

/** facts that are instants, in Unix seconds */
const INSTANTS = ["committed", "moment", "until"];
const at = (seconds: number): string => `${monthDay(dayOf(seconds * 1000))} ${timeOf(seconds * 1000)}`;
const shown = (facts: Facts): Facts => Object.fromEntries(Object.entries(facts).map(([key, fact]) => [key, INSTANTS.includes(key) && typeof fact === "number" ? at(fact) : fact]));

export const stepName = (step: Step): string => t(`step.${step.name}`);
export const outcomeName = (outcome: Outcome): string => t(`outcome.${outcome}`);
const VOIDED = namer(zh, en, "void");

/** Names of steps and codes of voids are words too. */
function worded({ code, facts }: Note): Facts {
  const what = String(facts["what"] ?? "");
  if (code === "needs" || code === "beyond") return { ...facts, what: what.split(" ").map((name) => t(`step.${name as StepName}`)).join("、") };
  return code === "void" || code === "void_drawn" ? { ...facts, what: VOIDED(what) } : shown(facts);
}

export const noteSays = (note: Note): string => t(`note.${note.code}`, worded(note));

/** What was compared, in one sentence; empty when nothing could be. */
export function stepSays(step: Step): string {
  if (step.outcome === "fail" || step.outcome === "partial") return "";
  const { says } = step;
  if (step.name === "secret") return t(says["until"] ? "says.secret" : "says.secret_open", shown(says));
  if (step.name === "seed") return t(says["sealed"] ? "says.seed_sealed" : "says.seed", says);
  if (step.name === "replace" || step.name === "supplement") return t(says["n"] ? `says.${step.name}` : `says.${step.name}_none`, says);
  if (step.name === "times") return t("says.times", { ...shown(says), minutes: Math.ceil(Number(says["late"]) / 60) });
  if (step.name === "log") return t(says["printed"] ? "says.log_printed" : "says.log", says);
  return t(`says.${step.name}`, shown(says));
}
