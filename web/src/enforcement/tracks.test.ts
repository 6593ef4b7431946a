import { expect, test } from "vitest";

import { actsOf, faceOf } from "@/enforcement/tracks";

const acts = ["propose", "approve", "hand_over", "accept", "decline", "object"].map((verb) => ({ verb: `referral.${verb}`, zh: verb, en: verb, fields: [] }));
const order = (values: Record<string, Record<string, string>>): string => actsOf({ values }, acts).map((one) => one.act.zh).join(" ");

test("the acts of a track are told in the order of their days", () => {
  const values = { "referral.accept": { on: "2026-09-20" }, "referral.object": { on: "2026-09-18" }, "referral.decline": { on: "2026-09-17" }, "referral.approve": { note: "" }, "referral.propose": { crime: "x" }, "referral.hand_over": { at: "2026-09-16T10:00" } };
  expect(order(values)).toBe("propose approve hand_over decline object accept");
});

test("an act without a day follows the one before it", () => expect(order({ "referral.accept": { on: "2026-09-20" }, "referral.decline": {}, "referral.object": { on: "2026-09-21" } })).toBe("accept decline object"));

test("what was refused is not ticked", () => expect(["rejected", "declined", "withdrawn", "lapsed", "posted"].map((state) => faceOf({ state }).icon)).toEqual(["x", "x", "x", "ok", "clock"]));
