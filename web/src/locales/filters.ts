/** Words of the filters of a pool. */
import en from "@/locales/filters.en.json";
import zh from "@/locales/filters.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
