/** Words of what is done in the field beside a record, and of small copies. */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/wishes.en.json";
import zh from "@/locales/wishes.zh.json";

export const t = speaker(zh, en);
export const wishName = namer(zh, en, "kind");
