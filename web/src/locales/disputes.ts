/** Words of reviews and litigation (复议、诉讼). */
import en from "@/locales/disputes.en.json";
import zh from "@/locales/disputes.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
