import { expect, test } from "vitest";

import { found } from "@/domain/search";
import { bandOf, lawEntries, stepsOf } from "@/field/law-entries";
import type { Catalogue } from "@/offline/law";

const ON = "2026-09-15";
const basis = { key: "B1", law: "示例条例", law_short: "", version: "2020", article: "第四十八条", role: "penalty", note: "", valid_from: null, valid_to: null, fine_min_fen: 1_000_000, fine_max_fen: 3_000_000, multiple_min: null, multiple_max: null, threshold_fen: null, verified: true };
const step = { code: "S1", basis: "B1", circumstance: "接纳三人以上", document: "示例基准", region: "甲地", adopted: true, fine_min_fen: 1_000_000, fine_max_fen: 2_000_000, multiple_min: null, multiple_max: null, valid_from: null, valid_to: null };
const rule = { code: "L1", violation: "V1", region: "乙地", conditions: "首次被发现且能当场改正", basis: "行政处罚法第三十三条", adopted: false, note: "", valid_from: null, valid_to: "2026-09-14" };
const item = { code: "K1", question: "是否接纳", question_en: "", section: "经营", section_en: "", statement_ok: "", statement_bad: "", verified: true, in_force_from: null, in_force_to: null, duties: [], violations: [{ code: "V1", title: "接纳未成年人", title_en: "", bases: [basis] }] };
const law = (more: object): Catalogue => ({ version: "1", categories: [], items: [item], bands: [step, { ...step, code: "S0", valid_to: "2025-12-31" }], lenient: [rule, { ...rule, code: "L2", valid_to: null }], ...more }) as unknown as Catalogue;

test("a step of discretion is found by its words and told with its fine, one out of force is not", () => {
  const steps = stepsOf(law({}), ON).get("B1") ?? [];
  expect(steps.map((one) => one.code)).toEqual(["S1"]);
  expect(bandOf({ ...steps[0]!, threshold_fen: null })).toBe("罚款 1 万元 至 2 万元");
  expect(found(lawEntries(law({}), ON), "三人以上").map((one) => one.kind)).toEqual(["violation", "basis"]);
});

test("a rule of no penalty in force stands at its violation", () => {
  const [violation] = found(lawEntries(law({}), ON), "首次被发现");
  expect(violation?.lenient.map((one) => one.code)).toEqual(["L2"]);
});

test("a phone that read the law before discretion was told shows what it has", () => {
  const before = law({ bands: undefined, lenient: undefined });
  expect(stepsOf(before, ON).size).toBe(0);
  expect(lawEntries(before, ON).length).toBe(3);
});
