/** Words of cases (案件). */
import en from "@/locales/cases.en.json";
import { namer, speaker } from "@/locales/language";
import zh from "@/locales/cases.zh.json";

export const t = speaker(zh, en);
export const caseState = namer(zh, en, "state");
export const because = namer(zh, en, "because");
export const clockRule = namer(zh, en, "rule");
export const inboxKind = namer(zh, en, "inbox.kind");
