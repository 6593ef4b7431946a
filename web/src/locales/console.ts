/** Words of the console shell and its shared parts. */
import zh from "@/locales/console.zh.json";
import en from "@/locales/console.en.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
export type ConsoleWord = keyof typeof zh & string;
