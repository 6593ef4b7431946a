/** Side tracks of a case: their words, how each looks, and what was recorded last. */
import { told, wire, type Of } from "@/api/wire";
import { useCaseWords, type Case } from "@/enforcement/cases";
import type { Event } from "@/enforcement/course";
import type { Values } from "@/enforcement/TrackFields.vue";
import { yuan } from "@/domain/money";
import { t } from "@/locales/cases";
import { language } from "@/locales/language";
import type { Face } from "@/shared/tones";
import { listed } from "@/shared/words";

export type Track = Case["tracks"][number];
type Act = Of<"TrackVerbOut">;

const RUNNING: Face = { tone: "info", icon: "clock" };
const DONE: Face = { tone: "mute", icon: "ok" };
const NOT_SO: Face = { tone: "mute", icon: "x" };
const OPEN = ["asked", "held", "sealed", "extended", "taken", "requested", "notified", "sent", "applied", "received", "answered", "pleaded", "posted", "granted", "handed_over", "objected", "accepted"];
const REFUSED = ["rejected", "declined", "withdrawn", "unheard"];
const WAITING = ["asked", "acted", "refused", "prolonging", "proposed"];
export const faceOf = (track: { state: string }): Face => (WAITING.includes(track.state) ? { tone: "warn", icon: "todo" } : OPEN.includes(track.state) ? RUNNING : REFUSED.includes(track.state) ? NOT_SO : DONE);

/** What was done, each act with its values, by day: its own, or the day it was recorded; one done again each time (`act#1`, the last `act`). */
export function actsOf(track: Pick<Track, "values" | "days">, acts: Act[]): { key: string; act: Act; given: Record<string, unknown>; day: string }[] {
  const done = acts.flatMap((act) => {
    const before = Object.keys(track.values).filter((key) => key.startsWith(`${act.verb}#`));
    before.sort((a, b) => Number(a.split("#")[1]) - Number(b.split("#")[1]));
    return [...before, act.verb].flatMap((key) => {
      const given = track.values[key] as Record<string, unknown> | undefined;
      return given ? [{ key, act, given, day: String(given["on"] || given["at"] || track.days[key] || "").slice(0, 10) }] : [];
    });
  });
  return done.sort((a, b) => a.day.localeCompare(b.day));
}

export function useTrackWords() {
  const { words } = useCaseWords();
  const word = (one: { zh: string; en: string } | undefined, or: string): string => (one ? (language.value === "zh" ? one.zh : one.en) : or);
  const kindOf = (code: string) => words.value?.tracks.find((one) => one.code === code);
  const actOf = (verb: string): Act | undefined => kindOf(verb.split(".")[0] ?? "")?.acts.find((one) => one.verb === verb);
  const kind = (code: string): string => word(kindOf(code), code);
  const act = (verb: string): string => word(actOf(verb), verb);
  const state = (code: string): string => word(words.value?.track_states.find((one) => one.code === code), code);

  /** `地点　机房`: every value of every act, in the order of their days; a mere 日期 is told by its act */
  function lines(track: Track): { label: string; value: string }[] {
    const done = actsOf(track, kindOf(track.kind)?.acts ?? []);
    const served = announced(track).map((value) => ({ label: t("tracks.announced"), value }));
    return [...served, ...done.flatMap(({ act: one, given }) => one.fields.map((field) => ({ label: word(field.name === "on" && field.zh === "日期" ? one : field, field.name), value: said(field, given[field.name]) })).filter((row) => row.value))];
  }

  /** for the course of the case: each act on its day, with its texts */
  function events(track: Track): Event[] {
    const done = actsOf(track, kindOf(track.kind)?.acts ?? []);
    return done.filter(({ day }) => day).map(({ key, act: one, given, day }) => ({
      key, on: day, title: `${kind(track.kind)}　${word(one, one.verb)}`,
      lines: [...(one.verb === "announcement.post" ? announced(track) : []), ...one.fields.filter((field) => field.kind === "line" || field.kind === "words").map((field) => said(field, given[field.name])).filter(Boolean)],
    }));
  }

  /** what an announcement serves */
  const announced = (track: Track): string[] => (track.kind === "announcement" ? [t(track.notice ? "tracks.of_notice" : "tracks.of_decision")] : []);

  function said(field: Act["fields"][number], value: unknown): string {
    if (field.kind === "tick") return value === true ? t("tracks.yes") : "";
    if (field.kind === "choice") return word(field.choices.find((one) => one.code === value), "");
    if (field.kind === "items") return listed(((value ?? []) as { name: string; count: number; unit: string }[]).map((row) => `${row.name} ${row.count}${row.unit}`));
    if (field.kind === "schedule") return listed(((value ?? []) as { on: string; fen: number }[]).map((row) => `${row.on} ${t("yuan", { n: yuan(row.fen) })}`));
    if (field.kind === "instant") return String(value ?? "").replace("T", " ");
    if (field.kind === "sum") return typeof value === "number" ? t("yuan", { n: yuan(value) }) : "";
    if (field.kind === "count") return value ? String(value) : "";
    return typeof value === "string" ? value : "";
  }

  return { kindOf, actOf, kind, act, state, lines, events };
}

export function trackSend(case_id: string, track: Track | null, verb: string, values: Values): Promise<Case> {
  const body = { verb, values };
  return told(track ? wire.POST("/api/v1/case-tracks/{track_id}", { params: { path: { track_id: track.uuid } }, body }) : wire.POST("/api/v1/cases/{case_id}/tracks", { params: { path: { case_id } }, body }));
}
