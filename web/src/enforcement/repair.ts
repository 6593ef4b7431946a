/** How a record stands for the repair of credit (信用修复): prompted, nothing to do, its day come or not. */
import type { Of } from "@/api/wire";
import type { Face } from "@/shared/tones";

export type RepairRecord = Of<"RepairRecordOut">;
export type RepairState = "prompted" | "none" | "due" | "early";

export const REPAIR_FACE: Record<RepairState, Face> = {
  prompted: { tone: "ok", icon: "ok" },
  none: { tone: "mute", icon: "na" },
  due: { tone: "warn", icon: "todo" },
  early: { tone: "info", icon: "clock" },
};

export function repairState(record: Pick<RepairRecord, "prompt" | "why_not" | "due">): RepairState {
  if (record.prompt) return "prompted";
  if (record.why_not) return "none";
  return record.due ? "due" : "early";
}

/** What the venue may be told now: it was not told yet, and there is something to tell. */
export const promptable = (record: Pick<RepairRecord, "prompt" | "why_not" | "due">): boolean => ["due", "early"].includes(repairState(record));
