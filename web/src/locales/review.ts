/** Words of the review of a match. */
import { speaker } from "@/locales/language";
import en from "@/locales/review.en.json";
import zh from "@/locales/review.zh.json";

export const t = speaker(zh, en);
