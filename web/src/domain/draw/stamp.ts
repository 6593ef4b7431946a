/** A time-stamp token (RFC 3161) over the commit: its digest and its time, read by DER. Who signed it is not asked. */
import { hex, text, type Bytes } from "@/domain/draw/bytes";
import { need } from "@/domain/draw/faults";

export const STAMP_FILE = "commit.tst";
const [INTEGER, OCTETS, NULL, OID, TIME, SEQUENCE, SET, TAGGED] = [0x02, 0x04, 0x05, 0x06, 0x18, 0x30, 0x31, 0xa0];
const SIGNED_DATA = "2a864886f70d010702";
const TIME_STAMP = "2a864886f70d0109100104";
const SHA256 = "608648016503040201";
const MOMENT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d*[1-9])?Z$/;

interface Element {
  tag: number;
  content: Bytes;
}

function holds(right: unknown): asserts right {
  need(right, "stamp");
}

/** Everything that stands in `raw`, one behind the other; lengths are definite and the shortest. */
function elements(raw: Bytes): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < raw.length; ) {
    holds(at + 1 < raw.length && (raw[at]! & 0x1f) !== 0x1f);
    const tag = raw[at]!;
    let size = raw[at + 1]!;
    at += 2;
    if (size > 127) {
      const width = size - 128;
      holds(width > 0 && width < 5 && at + width <= raw.length && raw[at] !== 0);
      size = raw.subarray(at, at + width).reduce((sum, byte) => sum * 256 + byte, 0);
      holds(size > 127);
      at += width;
    }
    holds(at + size <= raw.length);
    found.push({ tag, content: raw.slice(at, at + size) });
    at += size;
  }
  return found;
}

/** The contents, where the tags begin with these and, without `more`, end with them. */
function inside(raw: Bytes, tags: number[], more = false): Bytes[] {
  const found = elements(raw);
  holds(tags.every((tag, n) => found[n]?.tag === tag) && (more || found.length === tags.length));
  return found.map((one) => one.content);
}

export interface Stamp {
  digest: string;
  /** Unix seconds */
  at: number;
}

export function stampTold(raw: Bytes): Stamp {
  const [kind, wrapped] = inside(inside(raw, [SEQUENCE!])[0]!, [OID!, TAGGED!]);
  const signed = inside(inside(wrapped!, [SEQUENCE!])[0]!, [INTEGER!, SET!, SEQUENCE!], true);
  const [told, inner] = inside(signed[2]!, [OID!, TAGGED!]);
  holds(hex(kind!) === SIGNED_DATA && hex(told!) === TIME_STAMP && signed.length > 3);
  const info = inside(inside(inside(inner!, [OCTETS!])[0]!, [SEQUENCE!])[0]!, [INTEGER!, OID!, SEQUENCE!, INTEGER!, TIME!], true);
  holds(hex(info[0]!) === "01" && info[3]!.length > 0);
  const [by, digest] = inside(info[2]!, [SEQUENCE!, OCTETS!]);
  const [name, ...rest] = elements(by!);
  holds(name?.tag === OID && hex(name!.content) === SHA256 && rest.length < 2 && rest.every((one) => one.tag === NULL && one.content.length === 0));
  holds(digest!.length === 32);
  return { digest: hex(digest!), at: instant(info[4]!) };
}

function instant(spelled: Bytes): number {
  holds(spelled.every((byte) => byte < 128));
  const shape = MOMENT.exec(text(spelled));
  holds(shape);
  const [year, month, day, hour, minute, second] = shape.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  // a day or an hour that is not there would have become another
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && date.getUTCMinutes() === minute && date.getUTCSeconds() === second;
  holds(same && year > 0);
  return date.getTime() / 1000;
}
