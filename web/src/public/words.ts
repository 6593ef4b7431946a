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
export const standingName = namer(zh, en, "standing");
export const codeName = namer(zh, en, "code");
export const whichName = namer(zh, en, "which");
export const penaltyState = namer(zh, en, "pen.state");
export const rosterKind = namer(zh, en, "rosters.kind");
export const rosterStatus = namer(zh, en, "rosters.status");
export const eventName = namer(zh, en, "event");

export const FACE: Record<string, Face> = {
  committed: { tone: "info", icon: "clock" },
  drawn: { tone: "ok", icon: "ok" },
  void: { tone: "warn", icon: "x" },
  sealed: { tone: "info", icon: "lock" },
  revealed: { tone: "ok", icon: "eye" },
  late: { tone: "warn", icon: "warn" },
};

export const STANDING_FACE: Record<string, Face> = {
  unlisted: { tone: "mute", icon: "na" },
  excluded: { tone: "mute", icon: "minus" },
  pending: { tone: "info", icon: "clock" },
  sealed: { tone: "info", icon: "lock" },
  drawn: { tone: "info", icon: "check" },
  waiting: { tone: "mute", icon: "na" },
  replaced: { tone: "warn", icon: "swap" },
  brought: { tone: "info", icon: "swap" },
  supplemented: { tone: "info", icon: "plus" },
  void_drawn: { tone: "warn", icon: "x" },
  void_waiting: { tone: "warn", icon: "x" },
};

/** Where a draw stands for everybody: a sealed one waits for its secret, and a secret may be late. */
export function standsAt(draw: { state: string; reveal_by: string | null; revealed: boolean; late: boolean; drawn_at: string | null }): string {
  if (!draw.reveal_by || !draw.drawn_at || draw.state === "void") return draw.state;
  if (draw.revealed) return "revealed";
  return draw.late ? "late" : "sealed";
}

/** 370117001/NET → 艾山街道 上网服务, by the names the answer carries */
export function cellWords(cell: string, towns: Record<string, string>): string {
  const [town = "", type = ""] = cell.split("/");
  return `${towns[town] ?? town} ${categoryName(type.split("+")[0] ?? "")}`;
}

export const listed = (names: string[]): string => names.join(language.value === "zh" ? "、" : ", ");
export const grouped = (text: string, size: number): string => (text.match(new RegExp(`.{1,${size}}`, "g")) ?? []).join(" ");
