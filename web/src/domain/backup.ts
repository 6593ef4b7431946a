/** The backup file (docs/backup-file.md): one stream of bytes under a typed pass phrase, in frames that can be read one by one.
 *
 *  Pure but for WebCrypto. PBKDF2-SHA-256 makes the key, AES-256-GCM seals each frame: its number is the nonce, the clear
 *  head and whether it is the last are bound into it, so that no frame can be left out, moved or cut off unseen. */

export const MAGIC = "WENXUN-BACKUP/1\n";
const FAMILY = "WENXUN-BACKUP/";
export const ITERATIONS = 600_000;
const ITERATIONS_MOST = 10_000_000;
export const FRAME = 1024 * 1024;
export const PHRASE_LEAST = 8;
const TAG = 16;
const HEAD_MOST = 4_096;

/** foreign: not ours; newer: of a later version; wrong: pass phrase; broken: cut off, damaged or altered. */
export class BackupError extends Error {
  constructor(readonly why: "foreign" | "newer" | "wrong" | "broken") {
    super(why);
  }
}

export type Bytes = Uint8Array<ArrayBuffer>;

interface Head {
  cipher: "AES-256-GCM";
  frame: number;
  iterations: number;
  kdf: "PBKDF2-SHA-256";
  salt: string;
}

const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

function whole(n: number): Bytes {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, n);
  return out;
}

function join(parts: Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const hex = (bytes: Bytes): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text: string): Bytes => new Uint8Array((text.match(/../g) ?? []).map((pair) => parseInt(pair, 16)));

/** The same phrase typed full-width or half-width is the same phrase. */
async function keyOf(phrase: string, head: Head): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", utf8(phrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: unhex(head.salt), iterations: head.iterations };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function nonce(frame: number): Bytes {
  const out = new Uint8Array(12);
  new DataView(out.buffer).setUint32(8, frame);
  return out;
}

const bound = (clear: Bytes, last: boolean): Bytes => join([clear, new Uint8Array([last ? 1 : 0])]);

export interface Sealing {
  phrase: string;
  salt?: Bytes;
  frame?: number;
}

/** The parts of the file, in order; `pieces` are cut and joined to frames, whatever their sizes. */
export async function* seal(pieces: AsyncIterable<Bytes> | Iterable<Bytes>, { phrase, salt, frame = FRAME }: Sealing): AsyncGenerator<Bytes> {
  const head: Head = { cipher: "AES-256-GCM", frame, iterations: ITERATIONS, kdf: "PBKDF2-SHA-256", salt: hex(salt ?? crypto.getRandomValues(new Uint8Array(16))) };
  const text = utf8(JSON.stringify(head));
  const clear = join([utf8(MAGIC), whole(text.length), text]);
  const key = await keyOf(phrase, head);
  let number = 0;
  let waiting: Bytes = new Uint8Array(0);
  const sealed = async (plain: Bytes, last: boolean): Promise<Bytes> => {
    const secret = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce(number++), additionalData: bound(clear, last) }, key, plain));
    return join([whole(secret.length), secret]);
  };
  yield clear;
  for await (const piece of pieces) {
    waiting = join([waiting, piece]);
    while (waiting.length > frame) {
      yield await sealed(waiting.slice(0, frame), false);
      waiting = waiting.slice(frame);
    }
  }
  yield await sealed(waiting, true);
}

/** What a backup is read from: a file, or bytes. */
export interface Source {
  size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

async function cut(source: Source, from: number, length: number): Promise<Bytes> {
  if (from + length > source.size) throw new BackupError("broken");
  return new Uint8Array(await source.slice(from, from + length).arrayBuffer());
}

const number = (bytes: Bytes): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);

function headOf(text: string): Head {
  let head: Partial<Head>;
  try {
    head = JSON.parse(text) as Partial<Head>;
  } catch {
    throw new BackupError("broken");
  }
  const { cipher, kdf, salt, iterations, frame } = head;
  const known = cipher === "AES-256-GCM" && kdf === "PBKDF2-SHA-256" && /^[0-9a-f]{32}$/.test(salt ?? "");
  const sane = iterations! >= ITERATIONS && iterations! <= ITERATIONS_MOST && frame! >= 16 && frame! <= FRAME;
  if (!known || !sane) throw new BackupError("broken");
  return head as Head;
}

/** Reads the opened stream from front to back, never more than a frame at a time. */
export class Opened {
  private frame = 0;
  private ended = false;
  private rest: Bytes = new Uint8Array(0);

  private constructor(
    private readonly source: Source,
    private readonly clear: Bytes,
    private readonly key: CryptoKey,
    private readonly most: number,
    private at: number,
  ) {}

  /** Checks head and pass phrase: the first frame is opened at once. */
  static async open(source: Source, phrase: string): Promise<Opened> {
    const start = await cut(source, 0, Math.min(source.size, MAGIC.length));
    const magic = new TextDecoder().decode(start);
    if (magic !== MAGIC) throw new BackupError(magic.startsWith(FAMILY) ? "newer" : "foreign");
    const length = number(await cut(source, MAGIC.length, 4));
    if (length > HEAD_MOST) throw new BackupError("broken");
    const clear = await cut(source, 0, MAGIC.length + 4 + length);
    const head = headOf(new TextDecoder().decode(clear.slice(MAGIC.length + 4)));
    const opened = new Opened(source, clear, await keyOf(phrase, head), head.frame, clear.length);
    await opened.more();
    return opened;
  }

  private async more(): Promise<void> {
    if (this.ended) throw new BackupError("broken");
    const length = number(await cut(this.source, this.at, 4));
    if (length < TAG || length > this.most + TAG) throw new BackupError("broken");
    const secret = await cut(this.source, this.at + 4, length);
    this.at += 4 + length;
    this.ended = this.at === this.source.size;
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce(this.frame), additionalData: bound(this.clear, this.ended) }, this.key, secret);
      this.rest = join([this.rest, new Uint8Array(plain)]);
    } catch {
      throw new BackupError(this.frame === 0 ? "wrong" : "broken");
    }
    this.frame++;
  }

  /** The next so many bytes. */
  async read(length: number): Promise<Bytes> {
    while (this.rest.length < length) await this.more();
    const out = this.rest.slice(0, length);
    this.rest = this.rest.slice(length);
    return out;
  }
}

/** The stream of a backup: its list, then the bytes the list speaks of. */
export async function* stream(list: unknown, bytes: AsyncIterable<Bytes> | Iterable<Bytes>): AsyncGenerator<Bytes> {
  const text = utf8(JSON.stringify(list));
  yield join([whole(text.length), text]);
  yield* bytes;
}

export async function listOf(opened: Opened): Promise<unknown> {
  const length = number(await opened.read(4));
  try {
    return JSON.parse(new TextDecoder().decode(await opened.read(length)));
  } catch (error) {
    throw error instanceof BackupError ? error : new BackupError("broken");
  }
}
