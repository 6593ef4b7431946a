import { expect, test } from "vitest";

import { actsOf, faceOf } from "@/enforcement/tracks";

const acts = ["propose", "approve", "hand_over", "accept", "decline", "object"].map((verb) => ({ verb: `referral.${verb}`, zh: verb, en: verb, fields: [] }));
const order = (values: Record<string, Record<string, string>>, days: Record<string, string> = {}): string => actsOf({ values, days }, acts).map((one) => one.act.zh).join(" ");

test("the acts of a track are told in the order of their days", () => {
  const values = { "referral.accept": { on: "2026-09-20" }, "referral.object": { on: "2026-09-18" }, "referral.decline": { on: "2026-09-17" }, "referral.approve": { note: "" }, "referral.propose": { crime: "x" }, "referral.hand_over": { at: "2026-09-16T10:00" } };
  expect(order(values, { "referral.propose": "2026-09-15", "referral.approve": "2026-09-15" })).toBe("propose approve hand_over decline object accept");
});

test("an act without a day of its own is told on the day it was recorded", () => expect(order({ "referral.accept": { on: "2026-09-20" }, "referral.decline": {}, "referral.object": { on: "2026-09-21" } }, { "referral.accept": "2026-09-22", "referral.decline": "2026-09-22", "referral.object": "2026-09-22" })).toBe("accept object decline"));

test("an act done again is told each time, in the order it was done", () => {
  const days = { "referral.decline": "2026-09-20", "referral.decline#1": "2026-09-16", "referral.decline#2": "2026-09-20" };
  const values = { "referral.decline": { reason: "c" }, "referral.decline#2": { reason: "b" }, "referral.decline#1": { reason: "a" }, "referral.object": { on: "2026-09-17" } };
  expect(actsOf({ values, days }, acts).map((one) => [one.key, one.day, one.given["reason"] ?? ""])).toEqual([
    ["referral.decline#1", "2026-09-16", "a"], ["referral.object", "2026-09-17", ""], ["referral.decline#2", "2026-09-20", "b"], ["referral.decline", "2026-09-20", "c"],
  ]);
});

test("what was refused is not ticked", () => expect(["rejected", "declined", "withdrawn", "lapsed", "posted"].map((state) => faceOf({ state }).icon)).toEqual(["x", "x", "x", "ok", "clock"]));
