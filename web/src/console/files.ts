/** Files of a step at the desk: what may be added, and how it is told. */
import type { Of } from "@/api/wire";

export const FILE_TYPES = ["image/png", "image/jpeg", "image/webp", "video/mp4", "application/pdf"] as const;

export type Listed = Of<"HazardFileInRequest">;

export interface Added {
  name: string;
  file: Listed;
}

export const named = (added: readonly Added[]): Listed[] => added.map((one) => one.file);
