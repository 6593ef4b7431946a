/** Blind signatures with RSA (RFC 9474, RSABSSA-SHA384-PSS-Randomized): what the client does.
 *
 *  The signer is shown a blinded value; what comes of it nobody can tell from another signature of the key.
 *  Hashes are WebCrypto's, so a page without HTTPS cannot do this. */
const SALT = 48;
const HASH = 48;
const PREFIX = 32;

export interface PublicKey {
  n: bigint;
  e: bigint;
}

/** What is kept until the answer comes: the message as prepared, and the inverse that takes the blind off. */
export interface Blinded {
  message: Uint8Array;
  encoded: bigint;
  inverse: bigint;
  blinded: Uint8Array;
}

export const fromHex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const toHex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const whole = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes) || "0"}`);
export const keyOf = (modulus: string, exponent: string): PublicKey => ({ n: BigInt(`0x${modulus}`), e: BigInt(`0x${exponent}`) });
const bits = (n: bigint): number => n.toString(2).length;
const sizeOf = (key: PublicKey): number => Math.ceil(bits(key.n) / 8);
const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));

function bytesOf(value: bigint, size: number): Uint8Array {
  return fromHex(value.toString(16).padStart(size * 2, "0"));
}

async function sha384(...parts: Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-384", joined(...parts)));
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

/** MGF1 with SHA-384 (RFC 8017, B.2.1). */
async function mask(seed: Uint8Array, size: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let n = 0; n * HASH < size; n++) parts.push(await sha384(seed, Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n)));
  return joined(...parts).slice(0, size);
}

/** EMSA-PSS (RFC 8017, 9.1.1). */
async function encoded(message: Uint8Array, salt: Uint8Array, key: PublicKey): Promise<bigint> {
  const room = bits(key.n) - 1;
  const size = Math.ceil(room / 8);
  const h = await sha384(new Uint8Array(8), await sha384(message), salt);
  const block = joined(new Uint8Array(size - SALT - HASH - 2), Uint8Array.of(1), salt);
  const veil = await mask(h, block.length);
  const masked = block.map((byte, at) => byte ^ veil[at]!);
  masked[0]! &= 0xff >> (8 * size - room);
  return whole(joined(masked, h, Uint8Array.of(0xbc)));
}

export function power(base: bigint, exponent: bigint, n: bigint): bigint {
  let result = 1n;
  let square = base % n;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % n;
    square = (square * square) % n;
  }
  return result;
}

/** The inverse modulo n, or 0 when there is none. */
export function inverseOf(value: bigint, n: bigint): bigint {
  let [a, b, x, y] = [value % n, n, 1n, 0n];
  while (b) {
    const q = a / b;
    [a, b] = [b, a - q * b];
    [x, y] = [y, x - q * y];
  }
  return a === 1n ? ((x % n) + n) % n : 0n;
}

/** A random number from 1 to n - 1 that has an inverse, with that inverse. */
function blindOf(n: bigint, size: number): [bigint, bigint] {
  for (;;) {
    const r = whole(random(size));
    const inverse = r > 0n && r < n ? inverseOf(r, n) : 0n;
    if (inverse) return [r, inverse];
  }
}

export const prepared = (message: Uint8Array): Uint8Array => joined(random(PREFIX), message);

/** Blind a prepared message; salt and blind are drawn here unless a test gives them. */
export async function blind(message: Uint8Array, key: PublicKey, given?: { salt: Uint8Array; inverse: bigint }): Promise<Blinded> {
  const size = sizeOf(key);
  const value = await encoded(message, given?.salt ?? random(SALT), key);
  if (!inverseOf(value, key.n)) throw new Error("the message has a factor of the key");
  const [r, inverse] = given ? [inverseOf(given.inverse, key.n), given.inverse] : blindOf(key.n, size);
  return { message, encoded: value, inverse, blinded: bytesOf((value * power(r, key.e, key.n)) % key.n, size) };
}

/** Take the blind off; an answer that is no signature of what was asked is refused. */
export function finalized(signature: Uint8Array, asked: Blinded, key: PublicKey): Uint8Array {
  const value = (whole(signature) * asked.inverse) % key.n;
  if (signature.length !== sizeOf(key) || power(value, key.e, key.n) !== asked.encoded) throw new Error("not a signature of this value");
  return bytesOf(value, sizeOf(key));
}
