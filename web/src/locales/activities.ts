/** Words of activities (活动). */
import en from "@/locales/activities.en.json";
import zh from "@/locales/activities.zh.json";
import { namer, speaker } from "@/locales/language";

export const t = speaker(zh, en);
export const activityState = namer(zh, en, "state");
export const audienceName = namer(zh, en, "audience");
