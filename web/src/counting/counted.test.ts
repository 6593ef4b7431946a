import { expect, test } from "vitest";

import { stateOf } from "@/counting/counted";

test("what is closed is told by what it is", () => {
  const told = ["venue", "case", "rectification", "campaign"].map((noun) => stateOf({ noun, state: "closed" }));
  expect(told).toEqual(["停业", "已结案", "已改正", "已结束"]);
});

test("a visit still to be made says how far it is", () => expect(["planned", "approved", "started"].map((state) => stateOf({ noun: "visit", state })).join("")).not.toMatch(/[a-z]/));

test("what has no state says nothing", () => expect(stateOf({ noun: "outing", state: "" })).toBe(""));
