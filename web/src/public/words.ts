/** What the public pages share: names of cells without sign-in, states. */
import { language, namer, speaker } from "@/locales/language";
import en from "@/locales/public.en.json";
import zh from "@/locales/public.zh.json";
import { categoryName } from "@/locales/shared";
import type { Face } from "@/shared/tones";

export const t = speaker(zh, en);
export const stateName = namer(zh, en, "state");
export const reasonName = namer(zh, en, "reason");
export const voidName = namer(zh, en, "void");
export const eventName = namer(zh, en, "event");

export const FACE: Record<string, Face> = {
  committed: { tone: "info", icon: "lock" },
  drawn: { tone: "ok", icon: "ok" },
  void: { tone: "warn", icon: "x" },
};

/** 370117001/NET → 艾山街道 上网服务, by the names the answer carries */
export function cellWords(cell: string, towns: Record<string, string>): string {
  const [town = "", type = ""] = cell.split("/");
  return `${towns[town] ?? town} ${categoryName(type.split("+")[0] ?? "")}`;
}

export const listed = (names: string[]): string => names.join(language.value === "zh" ? "、" : ", ");
export const grouped = (text: string, size: number): string => (text.match(new RegExp(`.{1,${size}}`, "g")) ?? []).join(" ");
