import { expect, test } from "vitest";

import { beaconOf, bitsOf, roundAt, wholeChoice, type Choice } from "@/scheduling/beacons";
import { awaitedOf, chanceName, teamDrawn, type Draw } from "@/scheduling/draws";

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

test("a source that was late is named with what takes its place", () => {
  const [ssq, drand] = [{ kind: "ssq", issue: "2026134", date: "2026-09-15" }, { kind: "drand", round: 7 }];
  const draw = { beacon: { kind: "all", of: [ssq, drand] }, awaited: { kind: "all", of: [{ ...ssq, issue: "2026135" }, { ...drand, round: 9 }] } };
  expect(awaitedOf(draw).map(chanceName)).toEqual(["双色球 第 2026134 期，2026-09-15 开奖；没有开出，改用第 2026135 期", "drand 第 7 轮；没有产生，改用第 9 轮"]);
  expect(awaitedOf({ beacon: draw.beacon, awaited: draw.beacon })).toEqual([ssq, drand]);
});

test("minutes name the team that was drawn, whoever came later", () => {
  const seat = (cert_no: string) => ({ cert_no, name: `人${cert_no}` });
  const pick = { code: "V", team: [seat("1"), seat("3")] };
  const other = { code: "W", team: [seat("2"), seat("-")] };
  const changes = [{ out: { code: "V" }, seat: 1, officer_out: "2", officer_in: "4" }, { out: { code: "V" }, seat: 1, officer_out: "4", officer_in: "3" }, { out: { code: "V" }, seat: null }] as unknown as Draw["changes"];
  expect([pick, other].map((one) => teamDrawn(one, changes, [pick, other]))).toEqual([["人1", "人2"], ["人2", "空缺"]]);
});
