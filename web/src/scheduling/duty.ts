/** Duty (值班) as the pages speak of it. */
import type { Of } from "@/api/wire";
import { t } from "@/locales/duty";
import { monthDay } from "@/shared/dates";
import type { IconName } from "@/shared/icons";
import type { Tone } from "@/shared/tones";

export type Week = Of<"DutyWeekOut">;
export type Seat = Of<"DutySeatOut">;
export type Policy = Of<"PolicyOut">;
export type LeaveState = Of<"LeaveRequestOut">["state"];
export type SwapState = Of<"SwapRequestOut">["state"];

/** A seat with the week and team it lies in. */
export interface Place {
  seat: Seat;
  week: Week;
  team: number;
}

type Face = { tone: Tone; icon: IconName };
export const LEAVE_FACE: Record<LeaveState, Face> = {
  asked: { tone: "warn", icon: "clock" },
  approved: { tone: "ok", icon: "ok" },
  rejected: { tone: "mute", icon: "x" },
  withdrawn: { tone: "mute", icon: "minus" },
  ended: { tone: "mute", icon: "ok" },
};
export const SWAP_FACE: Record<SwapState, Face> = {
  asked: { tone: "mute", icon: "clock" },
  agreed: { tone: "warn", icon: "clock" },
  declined: { tone: "mute", icon: "x" },
  approved: { tone: "ok", icon: "ok" },
  rejected: { tone: "mute", icon: "x" },
  withdrawn: { tone: "mute", icon: "minus" },
};

/** 9月14日–20日 */
export function span(from: string, to: string): string {
  return `${monthDay(from)}–${monthDay(to)}`;
}

/** Every seat of these weeks that a person may change or trade. */
export function places(weeks: Week[], verb: string): Place[] {
  return weeks.flatMap((week) => week.teams.flatMap((team) => team.seats.filter((seat) => seat.verbs.includes(verb)).map((seat) => ({ seat, week, team: team.no }))));
}

export function nameOf(seat: Seat): string {
  return seat.name || t("rota.open");
}

/** 秦知远，9月14日–20日，第 1 组 */
export function placeName({ seat, week, team }: Place): string {
  return t("change.who", { name: nameOf(seat), week: span(week.starts_on, week.ends_on), team });
}

/** `名称｜街道、街道｜路段`, one area a line; the townships by their names. */
export function areasRead(text: string, codes: Map<string, string>): Policy["areas"] {
  return text
    .split("\n")
    .map((line) => line.split(/[｜|]/).map((part) => part.trim()))
    .filter(([name]) => name)
    .map(([name = "", towns = "", streets = ""]) => ({
      name, streets,
      townships: towns.split(/[、,，\s]+/).filter(Boolean).map((town) => codes.get(town) ?? town),
    }));
}

export function areasWrite(areas: Policy["areas"], townName: (code: string) => string): string {
  return areas.map((area) => [area.name, (area.townships ?? []).map(townName).join("、"), area.streets ?? ""].join("｜")).join("\n");
}
