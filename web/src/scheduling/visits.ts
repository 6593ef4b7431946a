/** How visits look at the desk. */
import type { Of } from "@/api/wire";
import type { Face } from "@/shared/tones";

export type Visit = Of<"VisitCardOut">;

export type Precheck = Of<"VisitInRequest">["precheck"];

/** can it be checked without entering: the answers, those of a yes last */
export const PRECHECKS: Precheck[] = ["see_there", "verify_lead", "surprise", "ordered", "recheck", "written", "shared", "remote"];
export const staysAway = (code: Precheck | ""): boolean => code === "written" || code === "shared" || code === "remote";

export const VISIT_STATES = ["planned", "approved", "started", "finished", "replaced", "cancelled"] as const;

export const VISIT_FACE: Record<Visit["state"], Face> = {
  planned: { tone: "warn", icon: "todo" },
  approved: { tone: "info", icon: "ok" },
  started: { tone: "info", icon: "route" },
  finished: { tone: "ok", icon: "check" },
  replaced: { tone: "mute", icon: "swap" },
  cancelled: { tone: "mute", icon: "x" },
};

export const RECUSAL_FACE: Record<"asked" | "granted" | "refused" | "withdrawn", Face> = {
  asked: { tone: "warn", icon: "clock" },
  granted: { tone: "ok", icon: "ok" },
  refused: { tone: "mute", icon: "x" },
  withdrawn: { tone: "mute", icon: "redo" },
};

export const APPROVAL_FACE: Record<"asked" | "approved" | "rejected", Face> = {
  asked: { tone: "warn", icon: "clock" },
  approved: { tone: "ok", icon: "ok" },
  rejected: { tone: "mute", icon: "x" },
};

export const SERVICE_KINDS = ["service", "guidance", "training", "observation"] as const;
