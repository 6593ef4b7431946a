/** Words of feasibility, forecasts, proposals, the calendar and the map of visits. */
import en from "@/locales/planning.en.json";
import { namer, speaker } from "@/locales/language";
import zh from "@/locales/planning.zh.json";

export const t = speaker(zh, en);
export const bindingName = namer(zh, en, "feas.binding");
