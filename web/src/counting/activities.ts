/** Activities as the pages show them. */
import { told, wire, type Of } from "@/api/wire";
import type { Face } from "@/shared/tones";

/** those that count by a course of their own (筛选、创建、验收、命名), never entered as an activity */
export const SITE_KINDS: readonly string[] = ["anti_piracy_demonstration_sites", "no_satellite_dish_communities", "no_satellite_dish_townships"];

export type Activity = Of<"ActivityOut">;
export type Step = "hold" | "prove" | "confirm" | "withdraw";

export const STEPS: readonly Step[] = ["confirm", "hold", "prove", "withdraw"];
export const STATES: readonly Activity["state"][] = ["planned", "held", "confirmed", "withdrawn"];
export const AUDIENCES = ["pupils", "street", "members", "operators", "officers", "public", "other"] as const;
export const ACTIVITY_FACE: Record<Activity["state"], Face> = {
  planned: { tone: "mute", icon: "todo" },
  held: { tone: "warn", icon: "clock" },
  confirmed: { tone: "ok", icon: "ok" },
  withdrawn: { tone: "mute", icon: "x" },
};

const at = (activity_id: string) => ({ params: { path: { activity_id } } });

export const SEND = {
  enter: (body: Of<"ActivityInRequest">) => told(wire.POST("/api/v1/activities", { body })),
  hold: (uuid: string, body: Of<"ActivityHoldInRequest">) => told(wire.POST("/api/v1/activities/{activity_id}/hold", { ...at(uuid), body })),
  prove: (uuid: string, body: Of<"ActivityProveInRequest">) => told(wire.POST("/api/v1/activities/{activity_id}/prove", { ...at(uuid), body })),
  confirm: (uuid: string) => told(wire.POST("/api/v1/activities/{activity_id}/confirm", at(uuid))),
  withdraw: (uuid: string, reason: string) => told(wire.POST("/api/v1/activities/{activity_id}/withdraw", { ...at(uuid), body: { reason } })),
};

/** Days of a quarter: "2026-3" → 2026-07-01 to 2026-09-30; nothing for "". */
export function quarterDays(quarter: string): { from: string; to: string } {
  const [year, n] = quarter.split("-").map(Number);
  if (!year || !n) return { from: "", to: "" };
  const last = new Date(Date.UTC(year, n * 3, 0)).toISOString().slice(0, 10);
  return { from: `${year}-${String(n * 3 - 2).padStart(2, "0")}-01`, to: last };
}
