/** The entries of a zip (docs/draws.md, section 2.5). */
import { text, type Bytes } from "@/domain/draw/bytes";
import { need } from "@/domain/draw/faults";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const LARGEST = 1 << 29;

export type Files = Map<string, Bytes>;

async function inflated(packed: Bytes): Promise<Bytes> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let word = n;
  for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ 0xedb88320 : word >>> 1;
  return word;
});

function crc(bytes: Uint8Array): number {
  let word = -1;
  for (const byte of bytes) word = (word >>> 8) ^ TABLE[(word ^ byte) & 255]!;
  return ~word >>> 0;
}

/** The entries by name; a zip that cannot be read whole, or has a name twice, is refused. */
export async function unzipped(zip: Bytes): Promise<Files> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - END_SIZE;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  need(end >= 0, "zip");
  const files: Files = new Map();
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    need(view.getUint32(at, true) === ENTRY, "zip");
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [checked, packedSize, size] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [nameSize, local] = [view.getUint16(at + 28, true), view.getUint32(at + 42, true)];
    const name = text(zip.slice(at + 46, at + 46 + nameSize));
    need(!(flags & 1) && (method === 0 || method === 8) && size <= LARGEST && view.getUint32(local, true) === LOCAL, "zip");
    need(!files.has(name), "unexpected", { what: name });
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = zip.slice(start, start + packedSize);
    const file = method === 0 ? packed : await inflated(packed);
    need(file.length === size && crc(file) === checked, "zip");
    files.set(name, file);
    at += 46 + nameSize + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}
