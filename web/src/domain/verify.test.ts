import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { text, utf8, type Bytes } from "@/domain/draw/bytes";
import { unzipped, type Files } from "@/domain/draw/zip";
import { noteSays, stepName, stepSays } from "@/locales/checks";
import { verified, type Step } from "@/domain/verify";

const packed = (): Bytes => new Uint8Array(readFileSync(new URL("../../../tests/vectors/draw_package.zip", import.meta.url)));

const le = (value: number, size: number): number[] => Array.from({ length: size }, (_, n) => (value >>> (8 * n)) & 255);

/** A zip without compression, for files changed by a test. */
async function zipped(files: Files): Promise<Bytes> {
  const crcs = await import("node:zlib");
  const [body, list]: [number[], number[]] = [[], []];
  for (const [name, file] of files) {
    const common = [...le(20, 2), ...le(0, 2), ...le(0, 2), ...le(0, 4), ...le(crcs.crc32(file), 4), ...le(file.length, 4), ...le(file.length, 4), ...le(name.length, 2), ...le(0, 2)];
    list.push(...le(0x02014b50, 4), ...le(20, 2), ...common, ...le(0, 6), ...le(0, 4), ...le(body.length, 4), ...utf8(name));
    body.push(...le(0x04034b50, 4), ...common, ...utf8(name), ...file);
  }
  return Uint8Array.from([...body, ...list, ...le(0x06054b50, 4), ...le(0, 4), ...le(files.size, 2), ...le(files.size, 2), ...le(list.length, 4), ...le(body.length, 4), ...le(0, 2)]);
}

async function steps(change: (files: Files) => void = () => undefined): Promise<Step[]> {
  const files = await unzipped(packed());
  change(files);
  return (await verified(await zipped(files))).steps;
}

const failed = async (change: (files: Files) => void): Promise<string[]> => (await steps(change)).filter((step) => step.outcome === "fail").map((step) => step.name);
const edited = (name: string, edit: (written: string) => string) => (files: Files): void => void files.set(name, utf8(edit(text(files.get(name)!))));

test("a whole package passes every step, zipped with or without compression", async () => {
  const outcomes = (found: Step[]): string[] => found.map((step) => `${step.name} ${step.outcome}`);
  const found = (await verified(packed())).steps;
  expect(outcomes(found)).toEqual(outcomes(await steps()));
  expect(found.filter((step) => step.outcome !== "pass").map((step) => step.name)).toEqual(["times"]);
});

test("each step is told when it is done, in a sentence", async () => {
  const told: Step[] = [];
  const { steps: found } = await verified(packed(), { told: (step) => told.push(step) });
  expect(told).toEqual(found);
  const sentences = told.flatMap((step) => [stepName(step), stepSays(step), ...step.notes.map(noteSays)]);
  expect(sentences.filter((one) => one === "" || /[{}]/.test(one))).toEqual([]);
});

test("a changed roster fails where it was changed", async () => {
  expect(await failed(edited("venues.tsv", (written) => written.replace(/\trecent\n/, "\tY\n")))).toEqual(["rosters"]);
});

test("a venue taken out of the result fails", async () => {
  expect(await failed(edited("results.tsv", (written) => written.replace(/\n.*\n/, "\n")))).toEqual(["cells"]);
});

test("a line taken out of the log breaks the chain", async () => {
  expect(await failed(edited("log.jsonl", (written) => written.replace(/\n.*\n/, "\n")))).toEqual(["log"]);
});

test("what is no zip fails", async () => {
  for (const zip of [new Uint8Array(), packed().slice(0, -30), packed().map((byte, n) => (n === 60 ? byte ^ 255 : byte))]) {
    expect((await verified(zip)).steps[0]).toMatchObject({ name: "files", outcome: "fail" });
  }
});

test("the verifier a commit names is compared when this one is known", async () => {
  const outcome = async (verifier?: string[]): Promise<string> => (await verified(packed(), verifier ? { verifier } : {})).steps[1]!.outcome;
  const named = (JSON.parse(text((await unzipped(packed())).get("commit.json")!)) as { verifier: string }).verifier;
  expect([await outcome(), await outcome([named]), await outcome(["00"])]).toEqual(["pass", "pass", "warn"]);
});

test("a printed head is that of the result or of a later line", async () => {
  const log = async (head: string): Promise<Step> => (await verified(packed(), { head })).steps[5]!;
  const last = (await log("")).digest;
  expect((await log(last)).says["printed"]).toBe(21);
  expect((await log("00".repeat(32))).outcome).toBe("fail");
});

test("a venue finds its ticket, its rank and its chance", async () => {
  const { mine } = await verified(packed(), { code: "91370117DEM0000027" });
  expect(mine && { ...mine, squares: mine.squares.length, venue: mine.venue.id, ticket: mine.ticket.slice(0, 8) }).toEqual({
    venue: "91370117DEM0000027", chances: { quota: 4, eligible: 4 }, cell: { quota: 1, eligible: 1 }, ticket: "be3419b4", rank: 1, selected: true, later: "", squares: 4, next: null,
  });
  expect((await verified(packed(), { code: "nobody" })).mine).toBeNull();
});

