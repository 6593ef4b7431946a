/** How a result code (抽查结果) looks beside its name. */
import type { Face } from "@/shared/tones";

export function resultFace(code: string): Face {
  if (code === "1") return { tone: "ok", icon: "ok" };
  if (code === "E") return { tone: "warn", icon: "redo" };
  return code === "A" ? { tone: "warn", icon: "clock" } : { tone: "mute", icon: "shop" };
}
