/** Words of the parts that pages of the desk share: due days, money, pickers, day strips, what a step lacks. */
import en from "@/locales/desk.en.json";
import { namer, speaker } from "@/locales/language";
import zh from "@/locales/desk.zh.json";

export const t = speaker(zh, en);
export const missingName = namer(zh, en, "missing");
