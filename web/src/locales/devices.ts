/** Words of the phones in the field. */
import en from "@/locales/devices.en.json";
import zh from "@/locales/devices.zh.json";
import { speaker } from "@/locales/language";

export const t = speaker(zh, en);

/** A reason of a newer phone has no words here: its own code is shown. */
export function why(reason: string): string {
  const key = `why.${reason}`;
  return key in zh ? t(key as keyof typeof zh) : reason;
}
