/** Words of photos, videos and marks on the phone. */
import en from "@/locales/evidence.en.json";
import zh from "@/locales/evidence.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
