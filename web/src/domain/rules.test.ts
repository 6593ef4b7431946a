import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { forbids, type Day, type Rule } from "@/domain/rules";

interface Vectors {
  days: (Day & { on: string })[];
  cases: { rule: Rule | null; at: string; on: string; forbids: boolean | null }[];
}

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/rules.json", import.meta.url), "utf8")) as Vectors;

test("the vectors shared with the server", () => {
  const days = new Map(vectors.days.map((day) => [day.on, day]));
  const told = vectors.cases.map((one) => ({ ...one, forbids: forbids(one.rule, one.at, days.get(one.on)) }));
  expect(told).toEqual(vectors.cases);
  expect(told.length).toBeGreaterThan(30);
});

test("a day the phone has no table of is not judged", () => {
  expect(forbids({ kind: "statutory_holiday_only", start: null, end: null }, "15:00", undefined)).toBeNull();
});
