// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { nextTick } from "vue";

import { useDice } from "@/scheduling/dice";

const type = (dice: ReturnType<typeof useDice>, digits: string): void => [...digits].forEach((digit) => dice.enter(digit));
beforeEach(() => localStorage.clear());

test("digits fill the cells in order and nothing else does", () => {
  const dice = useDice("a", 40);
  type(dice, "94x5");
  expect([dice.dice.digits.join(""), dice.at.value]).toEqual(["945", 3]);
});

test("a forty-first digit goes nowhere", () => {
  const dice = useDice("a", 40);
  type(dice, "1".repeat(41));
  expect([dice.typed.value, dice.full.value, dice.at.value]).toEqual([40, true, -1]);
});

test("a row typed again keeps what it held", () => {
  const dice = useDice("a", 40);
  type(dice, "012345678955");
  dice.redo(1);
  type(dice, "56");
  expect([dice.dice.digits.join(""), dice.dice.redone.map(({ row, digits }) => ({ row, digits }))]).toEqual(["012345678956", [{ row: 1, digits: "55" }]]);
});

test("an empty row cannot be typed again", () => {
  const dice = useDice("a", 40);
  dice.redo(2);
  expect(dice.dice.redone).toEqual([]);
});

test("a reload loses no digit", async () => {
  type(useDice("a", 40), "945");
  await nextTick();
  expect(useDice("a", 40).dice.digits.join("")).toBe("945");
});

test("the second reading agrees only when every digit does", () => {
  const dice = useDice("a", 40);
  type(dice, "0".repeat(40));
  dice.dice.second = `${"0".repeat(25)}1${"0".repeat(14)}`;
  expect([dice.agreed.value, dice.differing.value]).toEqual([false, [2]]);
  dice.dice.second = "0".repeat(40);
  expect([dice.agreed.value, dice.differing.value]).toEqual([true, []]);
});
