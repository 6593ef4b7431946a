/** Words of plans, draws and approvals. */
import en from "@/locales/draws.en.json";
import zh from "@/locales/draws.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
