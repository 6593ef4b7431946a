/** Canonical JSON (docs/draws.md, section 2.3): read only if writing it again gives back its bytes. */
import { byText, text, type Bytes } from "@/domain/draw/bytes";
import { Broken } from "@/domain/draw/faults";
import { goodText } from "@/domain/draw/text";

export type Json = string | number | Json[] | { [key: string]: Json };

const has = Object.prototype.hasOwnProperty;
/** A key of an object read from outside; never one every object has. */
export const own = <T>(table: Record<string, T>, key: string): T | undefined => (has.call(table, key) ? table[key] : undefined);
export const isTable = (value: unknown): value is { [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

export function keysAre(value: unknown, names: string[]): value is { [key: string]: Json } {
  return isTable(value) && Object.keys(value).sort(byText).join("\n") === [...names].sort(byText).join("\n");
}

/** Canonical JSON; what it cannot hold is refused. */
export function canon(value: unknown): string {
  if (typeof value === "string" && goodText(value)) return `"${value.replace(/[\\"]/g, "\\$&")}"`;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canon).join(",")}]`;
  if (isTable(value)) {
    const keys = Object.keys(value).sort(byText);
    return `{${keys.map((key) => `${canon(key)}:${canon(value[key])}`).join(",")}}`;
  }
  throw new Broken("canonical", { what: String(value).slice(0, 40) });
}

export function parsed(bytes: Bytes | string, what: string): Json {
  try {
    const written = typeof bytes === "string" ? bytes : text(bytes);
    const value = JSON.parse(written) as Json;
    if (canon(value) === written) return value;
  } catch {
    // not UTF-8, not JSON, or something canonical JSON does not hold
  }
  throw new Broken("canonical", { what });
}
