/** Words of evaluations as the superior organ reads them. */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/evaluations.en.json";
import zh from "@/locales/evaluations.zh.json";

export const t = speaker(zh, en);
export const scoreName = namer(zh, en, "score");
