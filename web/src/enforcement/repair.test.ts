import { expect, test } from "vitest";

import { promptable, repairState, type RepairRecord } from "@/enforcement/repair";

const record = (over: Partial<RepairRecord> = {}): Pick<RepairRecord, "prompt" | "why_not" | "due"> => ({ prompt: null, why_not: "", due: false, ...over });
const prompt: NonNullable<RepairRecord["prompt"]> = { on: "2026-12-20", number: "(钢)文综信修提字〔2026〕1号", document: "6a0c", state: "made", problem: "", verbs: [] };

test.each([
  [record(), "early", true],
  [record({ due: true }), "due", true],
  [record({ due: true, prompt }), "prompted", false],
  [record({ why_not: "unpublished" }), "none", false],
  [record({ why_not: "withdrawn", prompt }), "prompted", false],
] as const)("a record stands as it was told and as its day is", (one, state, open) => {
  expect(repairState(one)).toBe(state);
  expect(promptable(one)).toBe(open);
});
