import { expect, test } from "vitest";

import { copied, reasonTo, signed, type CreditTable } from "@/registry/credit";

test("points carry their sign", () => {
  expect([signed(3), signed(-12), signed(0)]).toEqual(["+3", "−12", "0"]);
});

test("a reason opens to its row where the row has a page", () => {
  expect([reasonTo("case", "1"), reasonTo("inspection", "1"), reasonTo("lead", "1"), reasonTo("rectification", "1")]).toEqual(["/c/cases/1", "/c/records/1", "/c/cases/leads?open=1", null]);
});

test("a table is edited as a copy", () => {
  const table: CreditTable = { base: 85, plus_most: 12, rules: { fine: { points: -12, full: 6, gone: 24 } }, lowest: { A: 90 } };
  const other = copied(table);
  other.rules["fine"]!.points = -1;
  expect(table.rules["fine"]!.points).toBe(-12);
});
