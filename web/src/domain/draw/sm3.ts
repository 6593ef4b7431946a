/** SM3 (GB/T 32905-2016): browsers do not have it. */
const START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

const turned = (word: number, by: number): number => (word << by % 32) | (word >>> (32 - (by % 32)) % 32);
const mixed = (word: number): number => word ^ turned(word, 15) ^ turned(word, 23);

/** The 68 words of a block; those of the second row follow from them. */
function expanded(view: DataView, at: number): Int32Array {
  const w = new Int32Array(68);
  for (let n = 0; n < 16; n++) w[n] = view.getInt32(at + 4 * n);
  for (let n = 16; n < 68; n++) w[n] = mixed(w[n - 16]! ^ w[n - 9]! ^ turned(w[n - 3]!, 15)) ^ turned(w[n - 13]!, 7) ^ w[n - 6]!;
  return w;
}

function compressed(state: Int32Array, w: Int32Array): Int32Array {
  let [a, b, c, d, e, f, g, h] = [...state] as [number, number, number, number, number, number, number, number];
  for (let n = 0; n < 64; n++) {
    const a12 = turned(a, 12);
    const first = turned((a12 + e + turned(n < 16 ? 0x79cc4519 : 0x7a879d8a, n)) | 0, 7);
    const ff = n < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = n < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const top = (ff + d + (first ^ a12) + (w[n]! ^ w[n + 4]!)) | 0;
    const low = (gg + h + first + w[n]!) | 0;
    [d, c, b, a] = [c, turned(b, 9), a, top];
    [h, g, f, e] = [g, turned(f, 19), e, low ^ turned(low, 9) ^ turned(low, 17)];
  }
  return state.map((old, n) => old ^ [a, b, c, d, e, f, g, h][n]!);
}

export function sm3(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  let state = Int32Array.from(START);
  for (let at = 0; at < padded.length; at += 64) state = Int32Array.from(compressed(state, expanded(view, at)));
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, n) => digest.setInt32(4 * n, word));
  return new Uint8Array(digest.buffer);
}
