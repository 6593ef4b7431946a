/** Evidence of a case: what a place without a picture shows, and what may be sent. */
import type { Of } from "@/api/wire";
import type { IconName } from "@/shared/icons";

export type EvidenceFile = Of<"CaseEvidenceFileOut">;

/** 行政处罚法 Art 46, in its order */
export const KINDS = ["documentary", "physical", "audiovisual", "electronic", "testimony", "statement", "appraisal", "scene"] as const satisfies readonly EvidenceFile["kind"][];

const OFFICE = "application/vnd.openxmlformats-officedocument.";

/** What a file of the evidence may be; the server looks at its bytes */
export const TYPES = [
  "image/png", "image/jpeg", "image/webp", "application/pdf", "video/mp4", "video/quicktime", "video/webm",
  "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/webm", "audio/amr",
  `${OFFICE}wordprocessingml.document`, `${OFFICE}spreadsheetml.sheet`, `${OFFICE}presentationml.presentation`, "application/msword", "application/vnd.ms-excel",
] as const satisfies readonly Of<"EvidenceFileInRequest">["type"][];
export const ENDINGS = ".m4a,.mp3,.wav,.ogg,.amr,.docx,.xlsx,.pptx,.doc,.xls";

const SMALL = 300 * 1024;

/** Whether a small picture of it can be shown: its thumbnail, or the original itself while that is small. */
export const pictured = (file: EvidenceFile): boolean => file.stored && (file.thumbnail || (/^image\/(jpeg|png|webp)$/.test(file.media_type) && file.size <= SMALL));

export function iconOf(media: string): IconName {
  if (media.startsWith("image/")) return "img";
  return media.startsWith("video/") || media.startsWith("audio/") ? "play" : "doc";
}

/** Those in the file first, as they are bound; then what was set aside. */
export function inOrder(files: readonly EvidenceFile[]): EvidenceFile[] {
  return [...files.filter((one) => !one.set_aside_at), ...files.filter((one) => one.set_aside_at)];
}

/** 2026-09-15 10:12 of an instant as the list of evidence prints it. */
export const stamp = (at: string): string => at.slice(0, 16).replace("T", " ");
