/** Words used on every surface, and the names of codes that every surface shows. */
import type { Named } from "@/api/types";
import { language, namer, speaker } from "@/locales/language";
import en from "@/locales/shared.en.json";
import zh from "@/locales/shared.zh.json";

export const t = speaker(zh, en);
export const categoryName = namer(zh, en, "category");
const triggerCode = namer(zh, en, "trigger");

/** Our short name of a category, else the server's full one. */
export function categoryOf(one: Named): string {
  const short = categoryName(one.code);
  return short === one.code ? one.name : short;
}

/** The server's Chinese name; in English our own, by code. */
export const triggerOf = (one: Named): string => (language.value === "zh" ? one.name : triggerCode(one.code));
export const resultName = namer(zh, en, "result");
export const outcomeName = namer(zh, en, "outcome");
export const roleName = namer(zh, en, "role");
