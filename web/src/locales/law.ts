/** Words of the catalogue's law: versions, bands, leniency, changes under review. */
import { speaker } from "@/locales/language";
import en from "@/locales/law.en.json";
import zh from "@/locales/law.zh.json";

export const t = speaker(zh, en);
