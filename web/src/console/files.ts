/** Files of a step at the desk: what may be added, and how it is told. */
import type { Of } from "@/api/wire";

export const FILE_TYPES = ["image/png", "image/jpeg", "image/webp", "video/mp4", "application/pdf"] as const;

export type Listed = Of<"HazardFileInRequest">;

export interface Added {
  name: string;
  file: Omit<Listed, "type"> & { type: string };
}

/** What systems call a type by another name. */
const ALIAS: Record<string, string> = {
  "audio/x-m4a": "audio/mp4", "audio/m4a": "audio/mp4", "audio/x-wav": "audio/wav", "audio/wave": "audio/wav", "audio/vnd.wave": "audio/wav",
  "audio/mp3": "audio/mpeg", "audio/x-mpeg": "audio/mpeg", "application/ogg": "audio/ogg", "video/ogg": "audio/ogg", "audio/opus": "audio/ogg", "image/jpg": "image/jpeg",
};
const OFFICE = "application/vnd.openxmlformats-officedocument.";
/** What a system that knows no type tells by its ending. */
const ENDING: Record<string, string> = {
  m4a: "audio/mp4", mp3: "audio/mpeg", wav: "audio/wav", ogg: "audio/ogg", oga: "audio/ogg", amr: "audio/amr", mp4: "video/mp4", mov: "video/quicktime", webm: "video/webm",
  docx: `${OFFICE}wordprocessingml.document`, xlsx: `${OFFICE}spreadsheetml.sheet`, pptx: `${OFFICE}presentationml.presentation`, doc: "application/msword", xls: "application/vnd.ms-excel",
  pdf: "application/pdf", png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", webp: "image/webp",
};

/** The type a file is told as, "" for one that is not taken; what it truly is its bytes say on the server. */
export function typeOf(file: { name: string; type: string }, types: readonly string[]): string {
  const said = ALIAS[file.type] ?? file.type;
  if (types.includes(said)) return said;
  const guessed = ENDING[file.name.split(".").pop()?.toLowerCase() ?? ""] ?? "";
  return (said === "" || said === "application/octet-stream") && types.includes(guessed) ? guessed : "";
}

export const named = (added: readonly Added[]): Listed[] => added.map((one) => one.file as Listed);
