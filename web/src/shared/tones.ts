/** The five tones of a status and how a state of the outbox looks. */
import type { IconName } from "@/shared/icons";

export type Tone = "ok" | "warn" | "bad" | "info" | "mute";

export interface Face {
  tone: Tone;
  icon: IconName;
}

/** draft, queued, sending, sent, attention */
export const SYNC_FACE: Record<"draft" | "queued" | "sending" | "sent" | "attention", Face> = {
  draft: { tone: "mute", icon: "pen" },
  queued: { tone: "mute", icon: "clock" },
  sending: { tone: "info", icon: "up2" },
  sent: { tone: "ok", icon: "sent" },
  attention: { tone: "warn", icon: "warn" },
};
