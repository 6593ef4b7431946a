import { describe, expect, test } from "vitest";

import { bandOf, beyond, inStep, owed, within, type Basis } from "@/enforcement/band";

const basis = (over: Partial<Basis>): Basis => ({ penalty_kinds: [], fine_min_fen: null, fine_max_fen: null, multiple_min: null, multiple_max: null, threshold_fen: null, fine_optional: false, bands: [], ...over }) as Basis;
/** 网吧条例 Art 27: 1 to 5 × 10,000 yuan below 10,000 yuan of turnover, 5 to 10 times from there */
const law = basis({ fine_min_fen: 1_000_000, fine_max_fen: 5_000_000, multiple_min: 5, multiple_max: 10, threshold_fen: 1_000_000 });

describe("the band of a fine", () => {
  test.each([
    [null, { low: 1_000_000, high: 5_000_000 }],
    [999_999, { low: 1_000_000, high: 5_000_000 }],
    [1_000_000, { low: 5_000_000, high: 10_000_000 }],
    [1_000_001, { low: 5_000_005, high: 10_000_010 }],
  ])("of %s fen of turnover", (amount, band) => expect(bandOf(law, amount)).toEqual(band));

  test("ends belong to it, no fine is never outside, unknown bounds do not bind", () => {
    const band = { low: 100, high: 200 };
    expect([99, 100, 200, 201, 0].map((fine) => within(fine, band))).toEqual([false, true, true, false, true]);
    expect(within(10 ** 12, { low: 100, high: null })).toBe(true);
  });

  test("no fine is below a lower bound the provision leaves no choice about", () => {
    const fined = basis({ penalty_kinds: ["confiscation", "fine"] });
    expect([owed(fined), owed({ ...fined, fine_optional: true }), owed(basis({ penalty_kinds: ["warning"] }))]).toEqual([true, false, false]);
    expect([within(0, { low: 100, high: 200 }, true), within(0, { low: null, high: 200 }, true), within(0, { low: 100, high: 200 }, false)]).toEqual([false, true, true]);
  });
});

test("classes the provision does not name are told; confiscation goes with any", () => {
  expect(beyond(["warning", "revocation", "confiscation"], basis({ penalty_kinds: ["warning", "fine"] }))).toEqual(["revocation"]);
  expect(beyond(["revocation"], basis({}))).toEqual([]);
});

test("an adopted standard binds to the chosen step, one from elsewhere to nothing", () => {
  const step = (code: string, adopted: boolean, high: number) => ({ code, adopted, fine_min_fen: null, fine_max_fen: high, multiple_min: null, multiple_max: null }) as Basis["bands"][number];
  const own = basis({ bands: [step("light", true, 100), step("grave", true, 300), step("away", false, 900)] });
  expect([inStep(100, own, "light", null), inStep(101, own, "light", null), inStep(200, own, "grave", null), inStep(200, own, "", null), inStep(200, own, "away", null), inStep(0, own, "", null)]).toEqual([true, false, true, false, false, true]);
  expect(inStep(500, basis({ bands: [step("away", false, 100)] }), "", null)).toBe(true);
});
