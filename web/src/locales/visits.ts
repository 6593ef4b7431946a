/** Words of visits (检查任务). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/visits.en.json";
import zh from "@/locales/visits.zh.json";

export const t = speaker(zh, en);
export const visitState = namer(zh, en, "state");
