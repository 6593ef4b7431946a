import { expect, test } from "vitest";

import { plain, useNumbers, wholeNumber } from "@/scheduling/numbers";

test("numbers are whole when there are enough of them", () => {
  expect(["3 7 11 19 24 30 8", "03,07,11,19,24,30+08"].map((text) => wholeNumber("ssq", text))).toEqual([true, true]);
  expect(wholeNumber("ssq", "3 7 11 19 24 30")).toBe(false);
  expect([wholeNumber("pl5", "0 7 1 9 2"), wholeNumber("pl5", "0719"), wholeNumber("3d", "719")]).toEqual([true, false, true]);
  expect([wholeNumber("drand", "AB ".repeat(48)), wholeNumber("drand", "ab".repeat(47))]).toEqual([true, false]);
});

test("both readers must agree, in whatever spelling", () => {
  expect(plain("ssq", "3 7 11 19 24 30+8")).toBe(plain("ssq", "03,07,11,19,24,30 08"));
  const numbers = useNumbers(() => [{ kind: "dice", n: 40 }, { kind: "3d", issue: "2026245" }, { kind: "drand", round: 7 }]);
  expect(numbers.listed.value.map((source) => source.kind)).toEqual(["3d", "drand"]);
  Object.assign(numbers.typed, { "3d": "7-1-9", drand: "AB".repeat(48) });
  Object.assign(numbers.again, { "3d": "719", drand: "ab ".repeat(48) });
  expect(numbers.ready.value).toBe(true);
  numbers.again["3d"] = "7 1";
  expect([numbers.ready.value, numbers.differs("3d")]).toEqual([false, false]);
  numbers.again["3d"] = "7 1 8";
  expect([numbers.ready.value, numbers.differs("3d")]).toEqual([false, true]);
});

test("a signature is its own proof and its hash the value", async () => {
  const numbers = useNumbers(() => [{ kind: "drand", round: 7 }]);
  numbers.typed["drand"] = "00".repeat(48);
  expect(await numbers.told({ kind: "drand", round: 7 }, "sheet")).toEqual({ value: "17b0761f87b081d5cf10757ccc89f12be355c70e2e29df288b65b30710dcbcd1", proof: "00".repeat(48) });
  numbers.typed["3d"] = "7 1 9";
  expect(await numbers.told({ kind: "3d", issue: "2026245" }, "sheet")).toEqual({ value: plain("3d", "7 1 9"), proof: "sheet" });
});
