/** Words of demonstration sites (示范点). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/sites.en.json";
import zh from "@/locales/sites.zh.json";

export const t = speaker(zh, en);
export const siteState = namer(zh, en, "state");
export const siteVerb = namer(zh, en, "verb");
export const siteLead = namer(zh, en, "lead");
