import { expect, test } from "vitest";

import { daysOf, fit, marks, placeOf, refusal, ruler, span, turn, type BoardVisit } from "@/scheduling/board";

const visit = (change: Partial<BoardVisit>): BoardVisit =>
  ({ uuid: "v", planned_from: "2026-09-21", planned_to: "2026-09-30", verbs: ["visit.arrange"], lng: 117.8, lat: 36.06, datum: "gcj02", ...change }) as BoardVisit;

test("a month is shown in whole weeks, a week from Monday to Sunday", () => {
  expect(span("month", "2026-09-15")).toEqual({ first: "2026-08-31", last: "2026-10-04" });
  expect(span("week", "2026-09-20")).toEqual({ first: "2026-09-14", last: "2026-09-20" });
  expect(daysOf("2026-08-31", "2026-10-04")).toHaveLength(35);
});

test("turning a month jumps over none, turning a week keeps the day of the week", () => {
  expect([turn("month", "2026-01-31", 1), turn("month", "2026-01-31", -1), turn("week", "2026-12-28", 1)]).toEqual(["2026-02-01", "2025-12-01", "2027-01-04"]);
});

test("a visit moves within its window, from today on, while its verbs allow it", () => {
  expect(["2026-09-20", "2026-09-21", "2026-09-30", "2026-10-01"].map((day) => refusal(visit({}), day, "2026-09-15"))).toEqual(["outside", "", "", "outside"]);
  expect(refusal(visit({}), "2026-09-22", "2026-09-25")).toBe("outside");
  expect(refusal(visit({ verbs: [] }), "2026-09-22", "2026-09-15")).toBe("closed");
});

test("the drawing keeps the shape of the ground and its margin", () => {
  const { at, metre } = fit([{ lng: 117.7, lat: 36 }, { lng: 117.9, lat: 36.1 }], 600, 400, 20);
  const [a, b] = [at({ lng: 117.7, lat: 36.1 }), at({ lng: 117.9, lat: 36 })];
  expect([a.x, a.y].every((n) => n >= 20 - 1e-6) && b.x <= 580 + 1e-6 && b.y <= 380 + 1e-6).toBe(true);
  expect((b.x - a.x) / (b.y - a.y)).toBeCloseTo(2 * Math.cos((36.05 * Math.PI) / 180), 5);
  expect(ruler(metre, 600)).toBe(2);
  expect(fit([{ lng: 117.7, lat: 36 }], 600, 400, 20).at({ lng: 117.7, lat: 36 }).x).toBeGreaterThan(0);
});

test("marks that would cover each other are one, and a visit without coordinates has none", () => {
  const { at } = fit([{ lng: 117.7, lat: 36 }, { lng: 117.9, lat: 36.1 }], 600, 400, 20);
  const found = marks([visit({ uuid: "a" }), visit({ uuid: "b" }), visit({ uuid: "c", lng: 117.75 }), visit({ uuid: "d", lng: null, lat: null })], at, 24);
  expect(found.map((one) => one.visits.map((each) => each.uuid))).toEqual([["a", "b"], ["c"]]);
  expect(placeOf(visit({ lat: null }))).toBeNull();
});
