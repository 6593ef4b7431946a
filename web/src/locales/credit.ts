/** Words of credit grades: reasons, appeals, overrides, dishonesty, policy. */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/credit.en.json";
import zh from "@/locales/credit.zh.json";

export const t = speaker(zh, en);
/** what a fact is */
export const kindName = namer(zh, en, "kind");
