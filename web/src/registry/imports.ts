/** How imports are shown. */
import type { Of } from "@/api/wire";
import { language, namer } from "@/locales/language";
import en from "@/locales/venues.en.json";
import zh from "@/locales/venues.zh.json";
import type { Face } from "@/shared/tones";

export type Import = Of<"RosterImportOut">;
export type ImportRow = Of<"ImportRowOut">;
export const VERDICTS = ["refused", "new", "changed", "same"] as const;
export type Verdict = (typeof VERDICTS)[number];

export const IMPORT_FACE: Record<Import["state"], Face> = {
  uploaded: { tone: "mute", icon: "clock" },
  reading: { tone: "info", icon: "up2" },
  previewed: { tone: "warn", icon: "eye" },
  confirming: { tone: "info", icon: "up2" },
  done: { tone: "ok", icon: "ok" },
  failed: { tone: "bad", icon: "bad" },
};
export const VERDICT_FACE: Record<Verdict, Face> = {
  refused: { tone: "bad", icon: "bad" },
  new: { tone: "ok", icon: "plus" },
  changed: { tone: "info", icon: "pen" },
  same: { tone: "mute", icon: "na" },
};

/** The background still works on it: ask again. */
export const BUSY: ReadonlySet<Import["state"]> = new Set(["uploaded", "reading", "confirming"]);
export const fieldName = namer(zh, en, "field");

/** A registered or typed value as a person reads it. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  if (Array.isArray(value)) return value.map(shown).join(language.value === "zh" ? "、" : ", ");
  if (typeof value === "object") return Object.values(value as Record<string, unknown>).filter((one) => one !== null && one !== "").map(String).join(" ");
  return String(value);
}
