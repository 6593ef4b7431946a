/** Words of clocks (期限): what they start from; the server says it in Chinese, as the law does. */
import en from "@/locales/clocks.en.json";
import zh from "@/locales/clocks.zh.json";
import { namer } from "@/locales/language";

export const startEvent = namer(zh, en, "start");
