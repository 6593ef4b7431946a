/** Words of the parts that pages of the desk share: due days, money, pickers, day strips. */
import en from "@/locales/desk.en.json";
import zh from "@/locales/desk.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
