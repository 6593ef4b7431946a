/** The published vectors of SSJ-DRAW/1, as every implementation must answer them. */
import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { roundOf } from "@/domain/draw/beacon";
import { byText, hex, PROFILES, raw, SHA256, utf8, type Bytes, type Hashes } from "@/domain/draw/bytes";
import { canon, parsed } from "@/domain/draw/canonical";
import { laid, redraw, shares, spread, type CellDrawn, type Sizes } from "@/domain/draw/cells";
import { ranges } from "@/domain/draw/characters";
import { signed } from "@/domain/draw/drand";
import { leafOf, rootOf } from "@/domain/draw/merkle";
import { quotaOf } from "@/domain/draw/quota";
import { sm3 } from "@/domain/draw/sm3";
import type { Venue } from "@/domain/draw/tables";
import { keysOf, Match } from "@/domain/draw/teams";

/* eslint-disable @typescript-eslint/no-explicit-any */
const vector = (name: string): any => JSON.parse(readFileSync(new URL(`../../../../tests/vectors/draw_${name}.json`, import.meta.url), "utf8"));
const SM3 = PROFILES.get("SSJ-DRAW/1-SM3")!;
const SEED = raw(vector("v3").seed);
const H = async (hashes: Hashes, label: string, ...parts: (string | number | Bytes)[]): Promise<string> => hex(await hashes.h(label, ...parts));
const seeded = async (hashes: Hashes, commit: string, values: string[], secret: Bytes = new Uint8Array()): Promise<string> =>
  H(hashes, "seed", await hashes.h("commit", commit), canon(values), secret);
const table = (given: any): Bytes => {
  const rows = [...given.rows].sort((a: string[], b: string[]) => byText(a[0]!, b[0]!)) as string[][];
  return utf8([["SSJ-DRAW/1", ...given.columns], ...rows].map((row: string[]) => `${row.join("\t")}\n`).join(""));
};

function roster(registered: Record<string, number>, eligible: Record<string, number>): Venue[] {
  return Object.entries(registered).flatMap(([name, n]) =>
    Array.from({ length: n }, (_, at) => ({ id: `${name}${at}`, class: name, cell: "T/x", name: "", status: "open", last: "", count: "0", eligible: at < (eligible[name] ?? 0) ? "Y" : "case" })),
  );
}

test("v1 the roster has the published bytes", async () => {
  const given = vector("v1");
  const file = table(given);
  expect([file.length, hex(await SHA256.plain(file))]).toEqual([given.bytes, given.sha256]);
});

test("v2 the commit is canonical and has its digest", async () => {
  const { commit, digest } = vector("v2");
  expect(canon(parsed(commit, "commit"))).toBe(commit);
  expect(await H(SHA256, "commit", commit)).toBe(digest);
});

test.each(["v3", "v5"])("%s the seed in open and in sealed mode", async (name) => {
  const given = vector(name);
  expect(await seeded(SHA256, vector("v2").commit, given.values, raw(given.secret))).toBe(given.seed);
});

test("v4 a secret has its digest", async () => {
  const given = vector("v4");
  expect(await H(SHA256, "secret", given.scope, given.no, raw(given.secret))).toBe(given.digest);
});

test("v6 every key has its own label", async () => {
  const { seed, ...keys } = vector("v6");
  const found = await Promise.all(Object.keys(keys).map(async (name) => [name, await H(SHA256, name, raw(seed))]));
  expect(Object.fromEntries(found)).toEqual(keys);
});

test("v7 v8 tickets have their order", async () => {
  const [v7, v8] = [vector("v7"), vector("v8")];
  const ids: string[] = v7.order.map((row: any) => row.id);
  const found = await SHA256.ranked(raw(v7.key), [...ids].sort());
  expect(found.map((one) => one.id)).toEqual(ids);
  const zero = await SHA256.ranked(raw(v8.key), v8.ids);
  expect(zero.map((one) => one.id)).toEqual(v8.order);
  expect(hex(zero.find((one) => one.id === "A")!.hash)).toBe(v8.ticket_A);
});

describe.each(["v9", "x8"])("quotas of %s", (name) => {
  test.each(vector(name).quotas as any[])("are computed alike", ({ registered, eligible, bp, min, overall, w, quota, shortfall }) => {
    const found = quotaOf(roster(registered, eligible), (venue) => venue.eligible === "Y", { bp, min, overall, w });
    expect(found).toEqual({ quota, short: shortfall });
  });
});

test("v9 cells in the order given", async () => {
  const { key, label, n, sizes, counts } = vector("v9").cells;
  expect(Object.fromEntries(await spread(SHA256, raw(key), label, n, sizes))).toEqual(counts);
});

test.each(["v10", "x5", "x6"])("%s officers and seats are matched alike", async (name) => {
  const given = vector(name);
  const of = (key: string): Map<string, number> => new Map(given.officers.map((one: any) => [one.id, one[key]]));
  const rooms = new Map<string, string[][]>(Object.entries(given.seats));
  const match = (await Match.of(SHA256, await keysOf(SHA256, raw(given.seed)), rooms, of("load"), of("cap"))).run();
  expect(Object.fromEntries(match.teams())).toEqual(given.teams);
  expect(Object.fromEntries(match.people.map((id, n) => [id, match.load[n]]))).toEqual(given.loads);
  expect(match.open).toBe(given.open.length);
});

test("x1 leaves and roots", async () => {
  const given = vector("x1");
  const lines: string[] = given.rows.map((one: any) => one.row);
  expect(await Promise.all(lines.map((line) => leafOf(SHA256, SEED, line)))).toEqual(given.rows.map((one: any) => one.leaf));
  const roots = await Promise.all([lines, [], lines.slice(0, 1)].map((some) => rootOf(SHA256, SEED, some)));
  expect(roots).toEqual([given.root, given.root_of_none, given.root_of_first]);
});

function drawnAs(found: CellDrawn[]): unknown {
  const ids = (cell: CellDrawn): string[] => cell.tickets.map((ticket) => ticket.id);
  return Object.fromEntries(found.map((cell) => [cell.cell, { selected: ids(cell).slice(0, cell.quota), waiting: ids(cell).slice(cell.quota) }]));
}

test("x2 cells, selected and waiting", async () => {
  const { class: name, quota, venues, drawn } = vector("x2");
  const pool = Object.entries(venues as Record<string, string[]>).flatMap(([cell, ids]) => ids.map((id) => ({ id, class: name, cell, name: "", status: "open", last: "", count: "0", eligible: "Y" })));
  expect(drawnAs(await redraw(SHA256, SEED, pool, { [name]: quota }, {}))).toEqual(drawn);
});

test("x2 least numbers and supplements", async () => {
  const { class: name, quota, venues, cellmin, supplement_after_replace: after, supplement_directly: directly } = vector("x2");
  const alloc = await SHA256.h("alloc", SEED);
  const given: Sizes = cellmin.order.map((cell: string) => [cell, venues[cell].length]);
  expect(Object.fromEntries(await shares(SHA256, alloc, name, quota, given, cellmin.least))).toEqual(cellmin.counts);
  for (const { k, extra, sizes, counts } of [after, directly]) {
    const cells = await laid(SHA256, alloc, name, Object.entries(sizes as Record<string, number>));
    expect(Object.fromEntries(await spread(SHA256, alloc, `${name}/sup${k}`, extra, cells))).toEqual(counts);
  }
});

test("x3 beacon strings make their seeds, moments their rounds", async () => {
  const { commit, seeds, drand } = vector("x3");
  expect(await Promise.all(seeds.map((one: any) => seeded(SHA256, commit, one.values)))).toEqual(seeds.map((one: any) => one.seed));
  expect(drand.rounds.map((one: any) => roundOf(one.moment))).toEqual(drand.rounds.map((one: any) => one.round));
});

test("x3 a round of drand is signed by its chain and by no other byte", async () => {
  const { round, signature } = vector("x3").drand;
  const changed = (place: number, bit: number): Bytes => raw(signature).map((byte, n) => (n === place ? byte ^ bit : byte));
  const tried = [[round, raw(signature)], [round + 1, raw(signature)], [round, changed(0, 0x20)], [round, changed(47, 1)], [round, raw(`c0${"00".repeat(47)}`)], [round, raw(`80${"00".repeat(46)}04`)]] as const;
  expect(await Promise.all(tried.map(([n, point]) => signed(n, point)))).toEqual([true, false, false, false, false, false]);
});

test("x4 the other profile replaces every hash", async () => {
  const given = vector("x4");
  expect(hex(await SM3.plain(table(vector("v1"))))).toBe(given.roster);
  expect(await H(SM3, "commit", given.commit)).toBe(given.digest);
  expect(await seeded(SM3, given.commit, vector("v3").values)).toBe(given.seed);
  const keys = await Promise.all(Object.keys(given.subkeys).map(async (name) => [name, await H(SM3, name, raw(given.seed))]));
  expect(Object.fromEntries(keys)).toEqual(given.subkeys);
  expect(hex(sm3(utf8("abc")))).toBe("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
});

test("x7 heads chain the lines", async () => {
  const { lines } = vector("x7");
  expect(await Promise.all(lines.map((one: any) => H(SHA256, "log", one.line)))).toEqual(lines.map((one: any) => one.head));
});

test("the characters of a text are those of Unicode 14", () => {
  expect(ranges().reduce((sum, [first, last]) => sum + last - first + 1, 0)).toBe(144_249);
});
