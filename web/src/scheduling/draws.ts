/** How draws are shown: their states, shares, reasons. */
import type { Of } from "@/api/wire";
import { language, namer } from "@/locales/language";
import en from "@/locales/draws.en.json";
import { t } from "@/locales/draws";
import { t as d } from "@/locales/drawing";
import zh from "@/locales/draws.zh.json";
import type { Face } from "@/shared/tones";

export type Draw = Of<"DrawOut">;
export type DrawCard = Of<"DrawCardOut">;
export type Pick = Of<"PickOut">;

export const GRADES = ["A", "B", "C", "D"] as const;
export const DRAW_FACE: Record<DrawCard["state"], Face> = {
  drafted: { tone: "mute", icon: "pen" },
  committed: { tone: "info", icon: "lock" },
  drawn: { tone: "ok", icon: "ok" },
  void: { tone: "warn", icon: "x" },
};
export const APPROVAL_FACE: Record<string, Face> = {
  asked: { tone: "info", icon: "clock" },
  approved: { tone: "ok", icon: "ok" },
  rejected: { tone: "warn", icon: "x" },
};

export const stateName = namer(zh, en, "state");
export const exclusionName = namer(zh, en, "exclusion");
export const seatReason = namer(zh, en, "seat_reason");
export const wayOut = namer(zh, en, "way_out");
export const relaxationName = namer(zh, en, "relax");
export const voidName = namer(zh, en, "void_code");
export const eventName = namer(zh, en, "event");
export const approvalName = namer(zh, en, "approval");
export const planStateName = namer(zh, en, "plan_state");
export const needName = namer(zh, en, "need");
export const stepName = namer(zh, en, "funnel");

/** 500 → 5% */
export function percent(bp: number): string {
  return `${Number((bp / 100).toFixed(2))}%`;
}

/** 12 of 45 → 26.7% */
export function share(part: number, whole: number): string {
  return whole ? `${((part / whole) * 100).toFixed(1)}%` : "—";
}

/** `L:NET` and `NET` name a qualification, `""` anybody; returns the category code or "" and whether it leads. */
export function seatNeeds(needs: string): { lead: boolean; category: string } {
  return { lead: needs.startsWith("L:"), category: needs.replace(/^L:/, "") };
}

/** The sum of the numbers of a {class: number}. */
export const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, n) => sum + n, 0);

/** Classes in their order; `*` (the district as a whole) last. */
export const classes = (counts: Record<string, number>): string[] => Object.keys(counts).sort((a, b) => (a === "*" ? 1 : b === "*" ? -1 : a < b ? -1 : 1));

/** The digits of a dice value `dice:40:…`; "" when it is none. */
export function diceOf(value: string): string {
  return /^dice:\d+:(\d+)$/.exec(value)?.[1] ?? "";
}

/** Text in groups of five or eight. */
export const groups = (text: string, size: number): string[] => text.match(new RegExp(`.{1,${size}}`, "g")) ?? [];

/** The type of a category list by language: 、 in Chinese, comma in English. */
export const joined = (names: string[]): string => names.join(language.value === "zh" ? "、" : ", ");

/** Address of the page everybody can open. */
export const publicAddress = (path: string): string => `${window.location.origin}${path}`;

/** The lotteries a commit can name; together they are strong enough, one alone is not. */
export const LOTTERIES = ["ssq", "pl5", "3d"] as const;
export type Lottery = (typeof LOTTERIES)[number];

export interface Source {
  kind: string;
  n?: number;
  issue?: string;
  date?: string;
  round?: number;
  /** the issue or round that takes its place, when it was not produced */
  next?: string;
}

/** The sources an option of the beacon needs, in listed order. */
export function sourcesOf(beacon: Record<string, unknown>, opt = 0): Source[] {
  const option = beacon["kind"] === "first" ? (beacon["of"] as Record<string, unknown>[])[opt] : beacon;
  if (!option?.["kind"]) return [];
  return option["kind"] === "all" ? (option["of"] as Source[]) : [option as unknown as Source];
}

/** The sources of an option as they were committed, each with what is awaited instead when it was late. */
export function awaitedOf(draw: { beacon: Record<string, unknown>; awaited: Record<string, unknown> }, opt = 0): Source[] {
  const now = sourcesOf(draw.awaited, opt);
  const due = sourcesOf(draw.beacon, opt);
  return now.map((source, n) => {
    const was = due[n] ?? source;
    return was.issue === source.issue && was.round === source.round ? source : { ...was, next: source.issue ?? String(source.round) };
  });
}

/** Every option of the beacon; several only when later ones stand ready for a first that is not produced. */
export function optionsOf(beacon: Record<string, unknown>): number {
  return beacon["kind"] === "first" ? (beacon["of"] as unknown[]).length : 1;
}

/** 十面骰 40 次 · 双色球 第 2026134 期 · drand 第 9 轮；没有产生的，连同改用的一期 */
export function chanceName(source: Source): string {
  if (source.next) return d(source.kind === "drand" ? "beacon.next_round" : "beacon.next_issue", { was: chanceName({ ...source, next: "" }), next: source.next });
  if (source.kind === "dice") return t("beacon.dice", { n: source.n ?? 0 });
  if (source.kind === "drand") return d("beacon.drand", { round: source.round ?? 0 });
  return t("beacon.lottery", { name: t(`lottery.${source.kind as Lottery}`), issue: source.issue ?? "", day: source.date ?? "" });
}

interface Teamed {
  code: string;
  team: { cert_no: string; name: string }[];
}

/** The team as it was drawn: officers who came later give way to those they replaced, by certificate where no name is known. */
export function teamDrawn(pick: Teamed, changes: Draw["changes"], picks: Teamed[]): string[] {
  const names = new Map(picks.flatMap((one) => one.team.map((seat) => [seat.cert_no, seat.name] as const)));
  const certs = pick.team.map((seat) => seat.cert_no);
  for (const change of [...changes].reverse()) {
    if (change.out?.code === pick.code && change.seat !== null && certs[change.seat] === change.officer_in) certs[change.seat] = change.officer_out;
  }
  return certs.map((cert) => (cert === "-" ? "空缺" : (names.get(cert) ?? cert)));
}
