/** How records and orders look at the desk. */
import type { Of } from "@/api/wire";
import type { Face } from "@/shared/tones";

export type RecordRow = Of<"InspectionRowOut">;
export type InspectionRecord = Of<"InspectionOut">;
export type Photo = Of<"PhotoOut">;
export type Signature = Of<"SignatureOut">;
export type Answer = Of<"AnswerOut">;
export type Finding = Of<"FindingOut">;
export type Order = Of<"RectificationOut">;

export const RECORD_STATES = ["submitted", "returned", "accepted", "published", "corrected", "withdrawn"] as const;

export const RECORD_FACE: Record<RecordRow["state"], Face> = {
  submitted: { tone: "info", icon: "doc" },
  returned: { tone: "warn", icon: "redo" },
  accepted: { tone: "ok", icon: "ok" },
  published: { tone: "ok", icon: "send" },
  corrected: { tone: "ok", icon: "pen" },
  withdrawn: { tone: "mute", icon: "x" },
};

export const ORDER_STATES = ["ordered", "rechecked", "closed", "failed"] as const;

export const ORDER_FACE: Record<Order["state"], Face> = {
  ordered: { tone: "info", icon: "clock" },
  rechecked: { tone: "info", icon: "eye" },
  closed: { tone: "ok", icon: "ok" },
  failed: { tone: "warn", icon: "warn" },
};

/** photos of the scene in their order; signatures travel as files too and are shown by name */
export const scenePhotos = (record: InspectionRecord): Photo[] => record.photo_list.filter((one) => one.kind !== "signature" && one.source !== "drawn");

/** by its bytes, once the server has them */
export const isVideo = (one: Photo): boolean => one.media_type.startsWith("video/");
export const isVoice = (one: Photo): boolean => one.media_type.startsWith("audio/");
export const SHOWN = ["image/jpeg", "image/png", "image/webp"];
export const PLAYED = ["video/mp4", "video/quicktime", "video/webm", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav", "audio/webm"];

/** 3f9c 21ab */
export const shortHash = (sha256: string): string => `${sha256.slice(0, 4)} ${sha256.slice(4, 8)}`;

/** A photo with its number on the strip. */
export interface Shot extends Photo {
  no: number;
}

export type Hazard = Of<"HazardOut">;
export type HazardDetail = Of<"HazardDetailOut">;

export const HAZARD_STATES = ["found", "corrected", "ordered", "transferred", "answered", "closed", "dropped"] as const;

export const HAZARD_FACE: Record<Hazard["state"], Face> = {
  found: { tone: "warn", icon: "warn" },
  corrected: { tone: "info", icon: "eye" },
  ordered: { tone: "info", icon: "clock" },
  transferred: { tone: "info", icon: "send" },
  answered: { tone: "info", icon: "msg" },
  closed: { tone: "ok", icon: "ok" },
  dropped: { tone: "mute", icon: "x" },
};

/** An online patrol by its state. */
export const PATROL_FACE: Record<Of<"PatrolOut">["state"], Face> = { recorded: { tone: "info", icon: "todo" }, led: { tone: "warn", icon: "flag" }, closed: { tone: "mute", icon: "ok" } };
