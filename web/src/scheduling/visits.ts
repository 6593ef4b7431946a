/** How visits look at the desk. */
import type { Of } from "@/api/wire";
import type { Face } from "@/shared/tones";

export type Visit = Of<"VisitCardOut">;

export const VISIT_STATES = ["planned", "approved", "started", "finished", "replaced", "cancelled"] as const;

export const VISIT_FACE: Record<Visit["state"], Face> = {
  planned: { tone: "warn", icon: "todo" },
  approved: { tone: "info", icon: "ok" },
  started: { tone: "info", icon: "route" },
  finished: { tone: "ok", icon: "check" },
  replaced: { tone: "mute", icon: "swap" },
  cancelled: { tone: "mute", icon: "x" },
};

export const APPROVAL_FACE: Record<"asked" | "approved" | "rejected", Face> = {
  asked: { tone: "warn", icon: "clock" },
  approved: { tone: "ok", icon: "ok" },
  rejected: { tone: "mute", icon: "x" },
};
