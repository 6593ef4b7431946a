/** Words of records (检查记录), findings and orders to rectify (责令改正). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/records.en.json";
import zh from "@/locales/records.zh.json";

export const t = speaker(zh, en);
export const recordState = namer(zh, en, "state");
export const keptName = namer(zh, en, "kept");
export const organName = namer(zh, en, "organ");
export const orderState = namer(zh, en, "order");
export const stepName = namer(zh, en, "step");
export const fieldName = namer(zh, en, "field");
export const signerName = namer(zh, en, "signer");
