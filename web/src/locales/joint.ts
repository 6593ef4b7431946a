/** Words of joint draws. */
import en from "@/locales/joint.en.json";
import zh from "@/locales/joint.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);
