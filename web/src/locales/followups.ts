/** Words of follow-up supervision (处罚后续监管). */
import en from "@/locales/followups.en.json";
import { speaker } from "@/locales/language";
import zh from "@/locales/followups.zh.json";

export const t = speaker(zh, en);
