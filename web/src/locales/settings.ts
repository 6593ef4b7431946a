/** Words of settings and of the journal (日志). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/settings.en.json";
import zh from "@/locales/settings.zh.json";

export const t = speaker(zh, en);
export const nounName = namer(zh, en, "noun");
const actOf = namer(zh, en, "act");

/** What was done, in a word: of this noun where it has one of its own. */
export const actName = (verb: string): string => {
  const own = actOf(verb);
  return own === verb ? actOf(verb.slice(verb.indexOf(".") + 1)) : own;
};
