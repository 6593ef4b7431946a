import { describe, expect, test } from "vitest";

import { dayBefore, lines, read, shown, sourcesOf, standing, sums, written, type Basis } from "@/registry/law";

const basis = (values: Partial<Basis>): Basis => ({ key: "K", lineage: "", role: "penalty", tier: "", party: "", valid_from: null, in_force: true, ...values }) as Basis;

describe("versions of a provision", () => {
  test("stand on one line in their order, serious tiers apart", () => {
    const found = lines([basis({ key: "B", lineage: "L", valid_from: "2020-11-29" }), basis({ key: "A", lineage: "L", valid_from: "2016-02-06" }), basis({ key: "C", lineage: "L", tier: "serious" }), basis({ key: "D" })]);
    expect(found.map((line) => line.map((one) => one.key))).toEqual([["A", "B"], ["C"], ["D"]]);
  });

  test("are in force, past or still to come", () => {
    expect(standing(basis({}), "2026-09-15")).toBe("in_force");
    expect(standing(basis({ in_force: false, valid_from: "2027-01-01" }), "2026-09-15")).toBe("future");
    expect(standing(basis({ in_force: false }), "2026-09-15")).toBe("past");
  });

  test("the old one ends the day before the new one, across a year and a leap day", () => {
    expect([dayBefore("2027-01-01"), dayBefore("2024-03-01")]).toEqual(["2026-12-31", "2024-02-29"]);
  });
});

test("sums are told with band and multiple", () => {
  expect(sums({ fine_min_fen: 1_000_000, fine_max_fen: 3_000_000, multiple_min: 1, multiple_max: 3 }, "illegal_income", 1_000_000)).toBe("10,000–30,000 元；违法所得的 1–3 倍；违法所得满 10,000 元 的，按倍数");
  expect(sums({ fine_min_fen: null, fine_max_fen: null, multiple_min: null, multiple_max: null })).toBe("");
});

test("money of a row is told in yuan, as the title of its column says", () => {
  expect([shown(2_000_000, "no_cap_fen"), shown(50, "cap_percent"), shown(null, "fine_max_fen")]).toEqual(["20,000", "50", "空"]);
});

test("dotted fields are read and written one level in", () => {
  const values = { evidence: { minors: false, suggested: [] }, code: "A" };
  expect(read(written(values, "evidence.minors", true), "evidence.minors")).toBe(true);
  expect(read(written(values, "code", "B"), "code")).toBe("B");
  expect(values.evidence.minors).toBe(false);
});

test("a row's sources are told by title and web address, marks of none without", () => {
  const known = [{ code: "S2", title: "通知", addresses: ["javascript:alert(1)", "https://example.org/a"], lead_only: true }];
  expect(sourcesOf("S2,OKU", known)).toEqual([
    { code: "S2", title: "通知", address: "https://example.org/a", lead_only: true },
    { code: "OKU", title: "", address: "", lead_only: false },
  ]);
  expect(sourcesOf("", known)).toEqual([]);
});
