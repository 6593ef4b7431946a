/** Words of the phone pages. */
import en from "@/locales/field.en.json";
import zh from "@/locales/field.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
