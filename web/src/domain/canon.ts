/** Canonical JSON and its digest: the same bytes on the phone and on the server.
 *
 *  Keys sorted by Unicode code point at every depth, no spaces, UTF-8, text exactly as it was typed,
 *  whole numbers only. Held together with the server by tests/vectors/canon.json. */

export type Canonical = null | boolean | number | string | Canonical[] | { [key: string]: Canonical };

export class NotCanonical extends Error {}

/** By code point; plain `<` compares UTF-16 units and would put 😀 before Ａ. */
export function byCodePoint(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let n = 0; n < Math.min(left.length, right.length); n++) {
    const gap = left[n]!.codePointAt(0)! - right[n]!.codePointAt(0)!;
    if (gap !== 0) return gap;
  }
  return left.length - right.length;
}

function text(value: string): string {
  for (const sign of value) {
    const point = sign.codePointAt(0)!;
    if (point >= 0xd800 && point <= 0xdfff) throw new NotCanonical("half a surrogate pair");
  }
  return JSON.stringify(value);
}

export function canonical(value: unknown): string {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === "string") return text(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new NotCanonical(`not a whole number: ${value}`);
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new NotCanonical(`not a JSON value: ${typeof value}`);
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return `{${entries.map(([key, one]) => `${text(key)}:${canonical(one)}`).join(",")}}`;
}

function hex(buffer: ArrayBuffer): string {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** SHA-256 of bytes, lower-case hex. Needs a secure context; there is no substitute. */
export async function sha256(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", bytes));
}

export async function digest(value: unknown): Promise<string> {
  return sha256(new TextEncoder().encode(canonical(value)));
}
