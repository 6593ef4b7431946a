/** Talks and commitments as the pages show them. */
import type { Of } from "@/api/wire";
import type { Face } from "@/shared/tones";

export type Guidance = Of<"GuidanceOut">;
export type Kind = Guidance["kind"];

export const KINDS: readonly Kind[] = ["talk", "pledge"];
export const STATES: readonly Guidance["state"][] = ["given", "signed", "checked", "withdrawn"];
export const GUIDANCE_FACE: Record<Guidance["state"], Face> = {
  given: { tone: "warn", icon: "sig" },
  signed: { tone: "ok", icon: "ok" },
  checked: { tone: "ok", icon: "eye" },
  withdrawn: { tone: "mute", icon: "x" },
};

/** The page of what it is about. */
export function causePage(cause: NonNullable<Guidance["cause"]>): string {
  const pages = { lead: "/c/cases/leads/", case: "/c/cases/", hazard: "/c/records/hazards?open=", campaign: "/c/campaigns/" };
  return pages[cause.noun] + cause.uuid;
}
