/** How leads look at the desk, their channels, and what their steps send. */
import { ref } from "vue";

import { Refusal } from "@/api/client";
import { told, wire, type Of } from "@/api/wire";
import { language } from "@/locales/language";
import type { Face } from "@/shared/tones";

export type LeadRow = Of<"LeadOut">;
export type Lead = Of<"LeadDetailOut">;
export type Alike = Of<"LeadAlikeOut">;
export type Channel = Of<"LeadChannelCardOut">;
export type LeadWish = Of<"LeadInRequest">;

export const LEAD_STATES = ["registered", "verified", "filed", "dismissed", "refused", "joined", "transferred"] as const;
export const DUES = ["overdue", "soon", "running", "none"] as const;
const ENDED: Face = { tone: "mute", icon: "x" };
export const LEAD_FACE: Record<LeadRow["state"], Face> = {
  registered: { tone: "warn", icon: "todo" },
  verified: { tone: "info", icon: "ok" },
  filed: { tone: "ok", icon: "case" },
  dismissed: ENDED,
  refused: ENDED,
  joined: { tone: "mute", icon: "swap" },
  transferred: { tone: "info", icon: "send" },
};

export const channelName = (one: { code: string; zh: string; en: string }): string => (language.value === "zh" ? one.zh : one.en);

const channels = ref<Channel[]>([]);
let asked = false;

/** The channels with their deadlines, asked once a session. */
export function useChannels() {
  if (!asked) {
    asked = true;
    void told(wire.GET("/api/v1/lead-channels"))
      .then((got) => (channels.value = got))
      .catch(() => (asked = false));
  }
  return channels;
}

export function channelsSet(next: Channel[]): void {
  channels.value = next;
}

/** What the server found alike, when that is why it refused; else null. */
export function alikeOf(error: unknown): Alike[] | null {
  return error instanceof Refusal && error.code === "lead_alike" ? (error.data["leads"] as Alike[]) : null;
}

export const STEPS = ["lead.verify", "lead.visit", "case.file", "lead.reply", "lead.answer", "lead.grant", "lead.join", "lead.transfer", "lead.extend", "lead.refuse", "lead.dismiss"] as const;
export type StepVerb = (typeof STEPS)[number];
export type FormVerb = Exclude<StepVerb, "lead.visit" | "case.file">;

export const blank = (today: string) => ({
  note: "", venue: null as string | null, ground: "" as Of<"LeadRefuseInRequest">["ground"] | "", reason: "", organ: "", text: "", on: today,
  mode: "phone" as Of<"LeadReplyInRequest">["mode"], to: "reporter" as Of<"LeadReplyInRequest">["to"], other: "", another: "", decision: "approved" as "approved" | "rejected",
});
export type Given = ReturnType<typeof blank>;

/** Whether the form of a step says enough to be sent. */
export function whole(verb: FormVerb, given: Given): boolean {
  switch (verb) {
    case "lead.verify":
      return true;
    case "lead.refuse":
      return !!given.ground && (given.ground !== "other" || !!given.reason.trim());
    case "lead.dismiss":
    case "lead.extend":
      return !!given.reason.trim();
    case "lead.join":
      return !!given.other;
    case "lead.transfer":
      return !!given.organ.trim() && !!given.reason.trim();
    case "lead.answer":
      return !!given.text.trim();
    case "lead.reply":
      return given.mode === "none" ? !!given.reason.trim() : !!given.text.trim();
    case "lead.grant":
      return given.decision === "approved" || !!given.reason.trim();
  }
}

export function stepSend(lead: Lead, verb: FormVerb, given: Given): Promise<Lead> {
  const at = { params: { path: { lead_id: lead.uuid } } };
  const reason = given.reason.trim();
  switch (verb) {
    case "lead.verify":
      return told(wire.POST("/api/v1/leads/{lead_id}/verify", { ...at, body: { note: given.note.trim(), another: given.another.trim(), ...(lead.venue ? {} : { venue: given.venue }) } }));
    case "lead.refuse":
      return told(wire.POST("/api/v1/leads/{lead_id}/refuse", { ...at, body: { ground: given.ground as "other", reason } }));
    case "lead.dismiss":
      return told(wire.POST("/api/v1/leads/{lead_id}/dismiss", { ...at, body: { reason } }));
    case "lead.join":
      return told(wire.POST("/api/v1/leads/{lead_id}/join", { ...at, body: { other: given.other } }));
    case "lead.transfer":
      return told(wire.POST("/api/v1/leads/{lead_id}/transfer", { ...at, body: { to_organ: given.organ.trim(), reason } }));
    case "lead.answer":
      return told(wire.POST("/api/v1/leads/{lead_id}/answer", { ...at, body: { text: given.text.trim(), on: given.on } }));
    case "lead.reply":
      return told(wire.POST("/api/v1/leads/{lead_id}/reply", { ...at, body: { mode: given.mode, to: given.to, text: given.mode === "none" ? "" : given.text.trim(), reason: given.mode === "none" ? reason : "", on: given.on } }));
    case "lead.extend":
      return told(wire.POST("/api/v1/leads/{lead_id}/extend", { ...at, body: { reason } }));
    case "lead.grant":
      return told(wire.POST("/api/v1/leads/{lead_id}/extension", { ...at, body: { approve: given.decision, reason } }));
  }
}
