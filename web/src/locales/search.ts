/** Words of the archive search. */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/search.en.json";
import zh from "@/locales/search.zh.json";

export const t = speaker(zh, en);
/** a state of a row, by kind and state */
export const stateName = namer(zh, en, "state");
