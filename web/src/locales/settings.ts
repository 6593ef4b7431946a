/** Words of settings and of the journal (日志). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/settings.en.json";
import zh from "@/locales/settings.zh.json";

export const t = speaker(zh, en);
export const nounName = namer(zh, en, "noun");
