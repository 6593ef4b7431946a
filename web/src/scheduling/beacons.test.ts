import { expect, test } from "vitest";

import { beaconOf, bitsOf, roundAt, wholeChoice, type Choice } from "@/scheduling/beacons";

const choice = (given: Partial<Choice>): Choice => ({ kinds: ["dice"], dice: 40, issues: { ssq: "2026107", pl5: "2026245", "3d": "2026245" }, date: "2026-09-16", at: 1_692_803_367, fallback: false, ...given });

test("the round is the first one published at the moment or after it", () => {
  expect([1_692_803_367, 1_692_803_368, 1_692_803_370, 1_692_803_371].map(roundAt)).toEqual([1, 2, 2, 3]);
});

test("one source stands alone, several are needed together, dice may stand ready", () => {
  expect(beaconOf(choice({}))).toEqual({ kind: "dice", n: 40 });
  expect(beaconOf(choice({ kinds: ["3d", "dice"] }))).toEqual({ kind: "all", of: [{ kind: "dice", n: 40 }, { kind: "3d", issue: "2026245", date: "2026-09-16" }] });
  expect(beaconOf(choice({ kinds: ["drand"], fallback: true }))).toMatchObject({ kind: "first", of: [{ kind: "drand", round: 1 }, { kind: "dice", n: 40 }] });
});

test("weak or unnamed chances are not whole", () => {
  expect(bitsOf(choice({ kinds: ["ssq", "pl5", "3d"] }))).toBe(49);
  expect(wholeChoice(choice({ kinds: ["ssq", "pl5", "3d"] }))).toBe(true);
  expect(wholeChoice(choice({ kinds: ["ssq", "pl5"] }))).toBe(false);
  expect(wholeChoice(choice({ kinds: ["drand"] }))).toBe(true);
  expect(wholeChoice(choice({ kinds: [] }))).toBe(false);
  expect(wholeChoice(choice({ kinds: ["dice", "ssq"], issues: { ssq: "", pl5: "", "3d": "" } }))).toBe(false);
  expect(wholeChoice(choice({ dice: 39 }))).toBe(false);
});
