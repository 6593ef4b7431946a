/** Words of publication (公示). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/publications.en.json";
import zh from "@/locales/publications.zh.json";

export const t = speaker(zh, en);
export const standingWord = namer(zh, en, "standing");
export const actWord = namer(zh, en, "act");
