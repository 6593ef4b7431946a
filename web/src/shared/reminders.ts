/** Reminders (提醒) as desk and phone show them. */
import type { Of } from "@/api/wire";
import type { IconName } from "@/shared/icons";
import type { Tone } from "@/shared/tones";

export type Reminder = Of<"ReminderOut">;

export const STAGE_FACE: Record<Reminder["stage"], { tone: Tone; icon: IconName }> = {
  waiting: { tone: "info", icon: "clock" },
  soon: { tone: "mute", icon: "clock" },
  d30: { tone: "mute", icon: "clock" },
  d15: { tone: "mute", icon: "clock" },
  d5: { tone: "info", icon: "clock" },
  d1: { tone: "warn", icon: "clock" },
  today: { tone: "warn", icon: "clock" },
  overdue: { tone: "warn", icon: "warn" },
  escalated: { tone: "warn", icon: "flag" },
};
