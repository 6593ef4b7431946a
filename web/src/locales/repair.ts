/** Words of the repair of credit records (信用修复), for the desk and the public. */
import { language, namer, speaker } from "@/locales/language";
import en from "@/locales/repair.en.json";
import zh from "@/locales/repair.zh.json";

export const t = speaker(zh, en);
export const askName = namer(zh, en, "ask");
export const levelName = namer(zh, en, "level");

/** The basis, and that it was not read where it was not. */
export const basisWords = (of: { basis: string; verified: boolean }): string => (of.verified ? of.basis : `${of.basis}${t("unread")}`);

/** Why nothing may be repaired, in the reader's language. */
export const whyWords = (of: { why: string; why_en: string }): string => (language.value === "zh" ? of.why : of.why_en);
