/** Words of talks (约谈) and letters of commitment (承诺书). */
import en from "@/locales/guidance.en.json";
import zh from "@/locales/guidance.zh.json";
import { namer, speaker } from "@/locales/language";

export const t = speaker(zh, en);
export const guidanceKind = namer(zh, en, "kind");
export const guidanceState = namer(zh, en, "state");
export const causeName = namer(zh, en, "cause");
