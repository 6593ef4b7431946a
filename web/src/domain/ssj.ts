/** Bytes, hashes and tables of SSJ-DRAW/1 (docs/draws.md, section 2), written for the browser from the published page. */

export type Part = string | number | Uint8Array;
type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
export const utf8 = (text: string): Bytes => encoder.encode(text);
export const text = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
export const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const raw = (digest: string): Bytes => Uint8Array.from(digest.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export function be64(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

export function joined(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

export async function hash(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** H(label, p1, …): every part with its length; text as UTF-8, whole numbers as be64. */
export async function H(label: string, ...parts: Part[]): Promise<Bytes> {
  const laid = parts.map((part) => (typeof part === "string" ? utf8(part) : typeof part === "number" ? be64(part) : part));
  return hash(joined(utf8(`SSJ-DRAW/1/${label}\0`), ...laid.flatMap((part) => [be64(part.length), part])));
}

/** below(key, label, n): a number in [0, n). */
export async function below(key: Uint8Array, label: string, n: number): Promise<number> {
  return Number((BigInt(`0x${hex(await H("int", key, label))}`) * BigInt(n)) >> 256n);
}

/** Order of bytes. */
export function order(a: Uint8Array, b: Uint8Array): number {
  for (let n = 0; n < Math.min(a.length, b.length); n++) if (a[n] !== b[n]) return a[n]! - b[n]!;
  return a.length - b.length;
}

export const byText = (a: string, b: string): number => order(utf8(a), utf8(b));

/** Canonical JSON; what it cannot hold is refused. */
export function canon(value: unknown): string {
  if (typeof value === "string") return `"${value.replace(/[\\"]/g, "\\$&")}"`;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canon).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value).sort(byText);
    return `{${keys.map((key) => `${canon(key)}:${canon((value as Record<string, unknown>)[key])}`).join(",")}}`;
  }
  throw new Error("not canonical");
}

/** The rows of a table below its head; a table that breaks the rules is refused. */
export function rows(file: Uint8Array, columns: string): Record<string, string>[] {
  const names = columns.split(" ");
  const lines = text(file).split("\n");
  if (lines.pop() !== "" || lines.shift() !== ["SSJ-DRAW/1", ...names].join("\t")) throw new Error(`not a table of ${columns}`);
  return lines.map((line) => {
    const fields = line.split("\t");
    if (fields.length !== names.length) throw new Error(line);
    return Object.fromEntries(names.map((name, n) => [name, fields[n]!]));
  });
}

async function inflated(packed: Bytes): Promise<Bytes> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The entries of a zip by name. */
export async function unzipped(zip: Bytes): Promise<Map<string, Bytes>> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("no zip");
  const files = new Map<string, Bytes>();
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    const [method, size, nameLength] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = zip.slice(start, start + size);
    files.set(text(zip.slice(at + 46, at + 46 + nameLength)), method === 0 ? packed : await inflated(packed));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}
