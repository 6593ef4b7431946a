import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { BackupError, MAGIC, Opened, seal, type Bytes } from "@/domain/backup";

interface Case {
  name: string;
  phrase: string;
  salt: string;
  frame: number;
  plain: string;
  file: string;
}

const cases = JSON.parse(readFileSync(new URL("../../../tests/vectors/backup.json", import.meta.url), "utf8")) as Case[];
const unhex = (text: string): Bytes => new Uint8Array(Buffer.from(text, "hex"));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const first = cases[0]!;

async function whole(parts: AsyncIterable<Bytes>): Promise<Buffer> {
  const all: Bytes[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

const opening = (bytes: Uint8Array, phrase = first.phrase): Promise<Opened> => Opened.open(new Blob([new Uint8Array(bytes)]), phrase);
const why = (promise: Promise<unknown>): Promise<string> => promise.then(() => "opened", (error: unknown) => (error instanceof BackupError ? error.why : String(error)));

describe("the vectors shared with the second reader", () => {
  test.each(cases)("$name", async ({ phrase, salt, frame, plain, file }) => {
    const bytes = unhex(plain);
    const third = Math.ceil(bytes.length / 3);
    const pieces = [bytes.slice(0, third), bytes.slice(third, 2 * third), bytes.slice(2 * third)];
    expect(hex(await whole(seal(pieces, { phrase, salt: unhex(salt), frame })))).toBe(file);
    const opened = await opening(unhex(file), phrase);
    expect(hex(await opened.read(bytes.length))).toBe(plain);
  });
});

describe("what does not open", () => {
  const file = unhex(first.file);
  const length = first.plain.length / 2;

  test("a wrong pass phrase is said so", async () => expect(await why(opening(file, "另一个备份口令"))).toBe("wrong"));

  test("a file cut between two frames is not whole", async () => {
    const opened = await opening(file.slice(0, file.length - 4 - 16 - (length % first.frame)));
    expect(await why(opened.read(length))).toBe("broken");
  });

  test("frames that changed places do not open", async () => {
    const start = MAGIC.length + 4 + new DataView(file.buffer).getUint32(MAGIC.length);
    const step = 4 + first.frame + 16;
    const swapped = Buffer.concat([file.slice(0, start), file.slice(start + step, start + 2 * step), file.slice(start, start + step), file.slice(start + 2 * step)]);
    expect(await why(opening(swapped))).toBe("wrong");
  });

  test.each([
    ["a photo", Buffer.from("ffd8ffe0", "hex"), "foreign"],
    ["an empty file", Buffer.alloc(0), "foreign"],
    ["a later version", Buffer.from("WENXUN-BACKUP/2\n…"), "newer"],
    ["fewer iterations", Buffer.from(Buffer.from(first.file, "hex").toString("latin1").replace("600000", "100000"), "latin1"), "broken"],
    ["another cipher", Buffer.from(Buffer.from(first.file, "hex").toString("latin1").replace("AES-256-GCM", "AES-256-CBC"), "latin1"), "broken"],
    ["a cut head", Buffer.from(first.file, "hex").subarray(0, 40), "broken"],
  ])("%s", async (_, bytes, reason) => expect(await why(opening(bytes))).toBe(reason));

  test("asking for more than there is finds the end", async () => {
    const opened = await opening(file);
    expect(await why(opened.read(length + 1))).toBe("broken");
  });
});
