/** Words of the pages behind a visit's code, and how a standing looks. */
import { namer, speaker } from "@/locales/language";
import en from "@/locales/door.en.json";
import zh from "@/locales/door.zh.json";
import type { Face } from "@/shared/tones";

export const d = speaker(zh, en);
export const standingName = namer(zh, en, "standing");
export const titleOf = namer(zh, en, "title");
export const hintOf = namer(zh, en, "hint");
export const resultName = namer(zh, en, "state");
export const orderName = namer(zh, en, "order");

export const STANDING: Record<string, Face> = {
  planned: { tone: "warn", icon: "warn" },
  early: { tone: "info", icon: "clock" },
  valid: { tone: "ok", icon: "shield" },
  started: { tone: "ok", icon: "shield" },
  finished: { tone: "mute", icon: "ok" },
  expired: { tone: "warn", icon: "clock" },
  cancelled: { tone: "warn", icon: "x" },
  replaced: { tone: "warn", icon: "swap" },
};

export const RESULT: Record<string, Face> = {
  published: { tone: "ok", icon: "eye" },
  corrected: { tone: "info", icon: "pen" },
  withdrawn: { tone: "mute", icon: "x" },
};

export const ORDER: Record<string, Face> = {
  ordered: { tone: "warn", icon: "clock" },
  rechecked: { tone: "info", icon: "eye" },
  closed: { tone: "ok", icon: "ok" },
  failed: { tone: "bad", icon: "bad" },
};
