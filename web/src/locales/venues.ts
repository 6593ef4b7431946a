/** Words of the venue register (检查对象名录库). */
import { speaker } from "@/locales/language";
import en from "@/locales/venues.en.json";
import zh from "@/locales/venues.zh.json";

export const t = speaker(zh, en);
