/** Words of the hazard ledger (隐患台账). */
import en from "@/locales/hazards.en.json";
import zh from "@/locales/hazards.zh.json";
import { namer, speaker } from "@/locales/language";

export const t = speaker(zh, en);
export const hazardState = namer(zh, en, "state");
export const levelName = namer(zh, en, "level");
export const authorityName = namer(zh, en, "authority");
export const outcomeName = namer(zh, en, "outcome");
export const hazardStep = namer(zh, en, "step");
