/** Words of case tables, exports, reports and other platforms. */
import en from "@/locales/exports.en.json";
import { speaker } from "@/locales/language";
import zh from "@/locales/exports.zh.json";

export const t = speaker(zh, en);
