/** Words of the answers: what the phone knows of an item, what a finding leads to; law, route and map. */
import en from "@/locales/answers.en.json";
import zh from "@/locales/answers.zh.json";
import { namer, speaker } from "@/locales/language";

export const t = speaker(zh, en);
export const organName = namer(zh, en, "organ");
