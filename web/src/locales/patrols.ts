/** Words of online patrols (非现场监管). */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/patrols.en.json";
import zh from "@/locales/patrols.zh.json";

export const t = speaker(zh, en);
export const kindName = namer(zh, en, "kind");
export const patrolState = namer(zh, en, "state");
