/** Words of papers (文书): on the spot, at the case, in the register of numbers. */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/papers.en.json";
import zh from "@/locales/papers.zh.json";

export const t = speaker(zh, en);
export const faultName = namer(zh, en, "fault");
export const fateName = namer(zh, en, "fate");
