import { expect, test } from "vitest";

import { evenPace, goal, percent, valueOf, valueText } from "@/counting/numbers";

test("basis points are printed without rounding", () => {
  expect([0, 5, 50, 500, 2520, 2517, 8333, 10_000].map(percent)).toEqual(["0%", "0.05%", "0.5%", "5%", "25.2%", "25.17%", "83.33%", "100%"]);
});

test("a goal carries its comparison", () => expect([goal(">=", 480, "家次"), goal("=", 10_000, "bp"), goal("<=", 3, "件")]).toEqual(["≥ 480", "= 100%", "≤ 3"]));

test("an even pace ends at the target on the last day of the year", () => {
  expect(["2026-01-01", "2026-07-02", "2026-09-15", "2026-12-31"].map((day) => evenPace(480, day))).toEqual([1, 240, 339, 480]);
});

test("percent are typed and held exactly, other targets are whole numbers", () => {
  expect(["5", "5.5", "0.05", "5.555", "-1"].map((text) => valueOf(text, "bp"))).toEqual([500, 550, 5, null, null]);
  expect(["480", "4.8", ""].map((text) => valueOf(text, "件"))).toEqual([480, null, null]);
  expect([valueText(550, "bp"), valueText(480, "件")]).toEqual(["5.50", "480"]);
});
