/** Bytes and hashes of SSJ-DRAW/1 (docs/draws.md, section 2.1), written for the browser from the published page. */
import { sm3 } from "@/domain/draw/sm3";

export type Bytes = Uint8Array<ArrayBuffer>;
export type Part = string | number | Uint8Array;

const encoder = new TextEncoder();
export const utf8 = (text: string): Bytes => encoder.encode(text);
/** A mark of byte order stays in the text, where no rule allows it. */
export const text = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
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

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The one hash of a profile, plain and with labels. */
export class Hashes {
  readonly spec: string;
  readonly plain: (bytes: Bytes) => Promise<Bytes>;

  constructor(spec: string, plain: (bytes: Bytes) => Promise<Bytes>) {
    this.spec = spec;
    this.plain = plain;
  }

  /** H(label, p1, …): every part with its length; text as UTF-8, whole numbers as be64. */
  h(label: string, ...parts: Part[]): Promise<Bytes> {
    const laid = parts.map((part) => (typeof part === "string" ? utf8(part) : typeof part === "number" ? be64(part) : part));
    return this.plain(joined(utf8(`SSJ-DRAW/1/${label}\0`), ...laid.flatMap((part) => [be64(part.length), part])));
  }

  /** below(key, label, n): a number in [0, n). */
  async below(key: Uint8Array, label: string, n: number): Promise<number> {
    return number(await this.h("int", key, label), n);
  }

  /** Ids with their hash under a key, in the order of (hash, id). */
  async ranked(key: Uint8Array, ids: string[]): Promise<{ id: string; hash: Bytes }[]> {
    const found = await Promise.all(ids.map(async (id) => ({ id, hash: await this.plain(joined(key, utf8(id))) })));
    return found.sort((a, b) => order(a.hash, b.hash) || byText(a.id, b.id));
  }
}

export const SHA256 = new Hashes("SSJ-DRAW/1", sha256);
const SM3 = new Hashes("SSJ-DRAW/1-SM3", (bytes) => Promise.resolve(sm3(bytes)));
export const PROFILES = new Map([SHA256, SM3].map((profile) => [profile.spec, profile]));

/** A digest as a number in [0, n). */
export const number = (digest: Uint8Array, n: number): number => Number((BigInt(`0x${hex(digest)}`) * BigInt(n)) >> 256n);

/** Order of bytes. */
export function order(a: Uint8Array, b: Uint8Array): number {
  for (let n = 0; n < Math.min(a.length, b.length); n++) if (a[n] !== b[n]) return a[n]! - b[n]!;
  return a.length - b.length;
}

const PAIRED = /[\ud800-\udfff]/;

/** The order of UTF-8; plain `<` compares halves of pairs. */
export function byText(a: string, b: string): number {
  if (PAIRED.test(a) || PAIRED.test(b)) return order(utf8(a), utf8(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
