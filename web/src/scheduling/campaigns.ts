/** Special campaigns at the desk: how each state looks, and the order of their steps. */
import type { Of } from "@/api/wire";
import type { Face } from "@/shared/tones";

export type Campaign = Of<"CampaignOut">;
export const CAMPAIGN_STATES = ["draft", "approved", "filed", "running", "closed", "cancelled"] as const;
export const LEVELS = ["campaign_own", "campaign_ordered"] as const;

const FACES: Record<Campaign["state"] | "asked", Face> = {
  draft: { tone: "mute", icon: "pen" }, asked: { tone: "warn", icon: "law2" }, approved: { tone: "info", icon: "check" },
  filed: { tone: "info", icon: "doc" }, running: { tone: "ok", icon: "clock" }, closed: { tone: "mute", icon: "ok" }, cancelled: { tone: "mute", icon: "x" },
};

/** A draft before the leader is told apart from one still being written. */
export const standing = (one: Campaign): Campaign["state"] | "asked" => (one.state === "draft" && one.approval?.state === "asked" ? "asked" : one.state);
export const campaignFace = (one: Campaign): Face => FACES[standing(one)];
