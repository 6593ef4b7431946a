/** Words of backup files and their taking in at a desk; apart, so that the first list of tasks loads without them. */
import { speaker } from "@/locales/language";
import en from "@/locales/backups.en.json";
import zh from "@/locales/backups.zh.json";

export const t = speaker(zh, en);
