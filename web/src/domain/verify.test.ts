import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { quotaOf, redraw, rootOf, type Policy, type Venue } from "@/domain/redraw";
import { canon, H, hash, hex, joined, raw, text, unzipped, utf8 } from "@/domain/ssj";
import { verified } from "@/domain/verify";

const vector = (name: string): any => JSON.parse(readFileSync(new URL(`../../../tests/vectors/draw_${name}.json`, import.meta.url), "utf8")); // eslint-disable-line
const packed = (): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL("../../../tests/vectors/draw_package.zip", import.meta.url)));

function roster(registered: Record<string, number>, eligible: Record<string, number>): Venue[] {
  return Object.entries(registered).flatMap(([name, n]) =>
    Array.from({ length: n }, (_, at) => ({ id: `${name}${at}`, class: name, cell: "T/x", name: "", status: "open", last: "", count: "0", eligible: at < (eligible[name] ?? 0) ? "Y" : "case" })),
  );
}

test("the seed follows from commit and values", async () => {
  const { commit } = vector("v2");
  const digest = await H("commit", commit);
  const { values, seed } = vector("v3");
  expect(hex(await H("seed", digest, canon(values), ""))).toBe(seed);
});

test("every key has its own label", async () => {
  const { seed, venue, alloc } = vector("v6");
  expect([hex(await H("venue", raw(seed))), hex(await H("alloc", raw(seed)))]).toEqual([venue, alloc]);
});

test("a ticket is the hash of key and id", async () => {
  const { key, ticket_A } = vector("v8");
  expect(hex(await hash(joined(raw(key), utf8("A"))))).toBe(ticket_A);
});

describe.each(["v9", "x8"])("quotas of %s", (name) => {
  test.each(vector(name).quotas as any[])("are computed alike", ({ registered, eligible, bp, min, overall, w, quota, shortfall }) => {
    const venues = roster(registered, eligible);
    const found = quotaOf(venues, (venue) => venue.eligible === "Y", { bp, min, overall, w } as unknown as Policy);
    expect(found).toEqual({ quota, short: shortfall ?? {} });
  });
});

test("cells and tickets of a class come out as published", async () => {
  const { seed, class: name, quota, venues, drawn } = vector("x2");
  const pool = Object.entries(venues as Record<string, string[]>).flatMap(([cell, ids]) => ids.map((id) => ({ id, class: name, cell, name: "", status: "open", last: "", count: "0", eligible: "Y" })));
  const found = await redraw(raw(seed), pool, { [name]: quota }, { cellmin: {} } as unknown as Policy);
  const selected = Object.fromEntries(found.map((cell) => [cell.cell, cell.tickets.slice(0, cell.quota).map((ticket) => ticket.id)]));
  const wanted = Object.fromEntries(Object.entries(drawn as Record<string, { selected: string[] }>).map(([cell, one]) => [cell, one.selected]));
  expect(selected).toEqual(wanted);
});

test("the root stands for the rows", async () => {
  const { seed, rows, root } = vector("x1");
  expect(await rootOf(raw(seed), rows.map((one: { row: string }) => one.row))).toBe(root);
});

test("heads chain the lines", async () => {
  const { lines } = vector("x7");
  expect(await Promise.all(lines.map(async (one: { line: string }) => hex(await H("log", one.line))))).toEqual(lines.map((one: { head: string }) => one.head));
});

const outcomes = async (change: (files: Map<string, Uint8Array<ArrayBuffer>>) => void = () => undefined): Promise<string[]> => {
  const files = await unzipped(packed());
  change(files);
  const { steps } = await verified(files, "");
  return steps.map((step) => `${step.name} ${step.outcome}`);
};

const GOOD = ["rosters pass", "commit pass", "eligible pass", "quota pass", "seed pass", "draw pass", "teams partial", "log pass"];

test("a whole package passes every step that is computed here", async () => {
  expect(await outcomes()).toEqual(GOOD);
});

test("a changed roster fails where it was changed", async () => {
  const found = await outcomes((files) => {
    const changed = text(files.get("venues.tsv")!).replace(/\trecent\n/, "\tY\n");
    files.set("venues.tsv", utf8(changed));
  });
  expect(found.slice(0, 3)).toEqual(["rosters fail", "commit pass", "eligible fail"]);
});

test("another venue in the result fails", async () => {
  const found = await outcomes((files) => {
    const lines = text(files.get("results.tsv")!).split("\n");
    lines.splice(1, 1);
    files.set("results.tsv", utf8(lines.join("\n")));
  });
  expect(found[5]).toBe("draw fail");
});

test("a line taken out of the log breaks the chain", async () => {
  const found = await outcomes((files) => {
    const lines = text(files.get("log.jsonl")!).split("\n");
    lines.splice(1, 1);
    files.set("log.jsonl", utf8(lines.join("\n")));
  });
  expect(found.at(-1)).toBe("log fail");
});

test("a venue finds its ticket, its rank and its chance", async () => {
  const files = await unzipped(packed());
  const { mine } = await verified(files, "91370117DEM0000027");
  expect(mine && { ...mine, squares: mine.squares.length, venue: mine.venue.id, ticket: mine.ticket.slice(0, 8) }).toEqual({
    venue: "91370117DEM0000027", chances: { quota: 4, eligible: 4 }, cell: { quota: 1, eligible: 1 }, ticket: "be3419b4", rank: 1, selected: true, squares: 4, next: null,
  });
});
