/** Words of special campaigns (专项检查). */
import en from "@/locales/campaigns.en.json";
import zh from "@/locales/campaigns.zh.json";
import { namer, speaker } from "@/locales/language";

export const t = speaker(zh, en);
export const campaignState = namer(zh, en, "state");
export const campaignVerb = namer(zh, en, "verb");
export const campaignLead = namer(zh, en, "lead");
export const refusalName = namer(zh, en, "refusal");
