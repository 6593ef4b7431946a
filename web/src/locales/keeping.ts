/** Words of what a phone keeps: its store, its room, its backup file. */
import en from "@/locales/keeping.en.json";
import zh from "@/locales/keeping.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
