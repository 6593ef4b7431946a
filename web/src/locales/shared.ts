/** Words used on every surface, and the names of codes that every surface shows. */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/shared.en.json";
import zh from "@/locales/shared.zh.json";

export const t = speaker(zh, en);
export const categoryName = namer(zh, en, "category");
export const triggerName = namer(zh, en, "trigger");
export const resultName = namer(zh, en, "result");
export const outcomeName = namer(zh, en, "outcome");
export const roleName = namer(zh, en, "role");
