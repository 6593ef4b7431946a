/** Words of the workbench, of targets, figures and statistics. */
import en from "@/locales/counting.en.json";
import { language, namer, speaker } from "@/locales/language";
import zh from "@/locales/counting.zh.json";

export const t = speaker(zh, en);
export const rowState = namer(zh, en, "row");
export const unitName = namer(zh, en, "unit");
export const named = (one: { name: string; name_en: string }): string => (language.value === "zh" ? one.name : one.name_en);
