/** Words of performances (营业性演出). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/performances.en.json";
import zh from "@/locales/performances.zh.json";

export const t = speaker(zh, en);
export const performanceVerdict = namer(zh, en, "verdict");
