/** Words of leads (线索). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/leads.en.json";
import zh from "@/locales/leads.zh.json";

export const t = speaker(zh, en);
export const leadState = namer(zh, en, "state");
export const leadRule = namer(zh, en, "rule");
export const leadTerm = namer(zh, en, "term");
export const leadEvent = namer(zh, en, "event");
export const leadWord = (table: "ground" | "mode" | "to", code: string): string => namer(zh, en, table)(code);
export const leadVerdict = namer(zh, en, "verdict");
