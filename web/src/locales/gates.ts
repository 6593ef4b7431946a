/** Words of what a visit needs beside its record: questions before, what is made up, requests, outings. */
import en from "@/locales/gates.en.json";
import zh from "@/locales/gates.zh.json";
import { namer, speaker } from "@/locales/language";

export const t = speaker(zh, en);
export const precheckName = namer(zh, en, "precheck");
export const recusalState = namer(zh, en, "recusal");
export const ruleName = namer(zh, en, "rule");
export const serviceKind = namer(zh, en, "service");
