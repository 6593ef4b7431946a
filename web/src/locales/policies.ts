/** Words of draw policies. */
import { speaker } from "@/locales/language";
import en from "@/locales/policies.en.json";
import zh from "@/locales/policies.zh.json";

export const t = speaker(zh, en);
