/** Words of duty (值班): the rota, leave, swaps, reminders. */
import en from "@/locales/duty.en.json";
import { namer, speaker } from "@/locales/language";
import zh from "@/locales/duty.zh.json";

export const t = speaker(zh, en);
export const warningName = namer(zh, en, "warning");
export const originName = namer(zh, en, "origin");
export const leaveState = namer(zh, en, "leave_state");
export const swapState = namer(zh, en, "swap_state");
export const reminderKind = namer(zh, en, "remind");
export const reminderStage = namer(zh, en, "stage");
