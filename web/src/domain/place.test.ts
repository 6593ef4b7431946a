import { expect, test } from "vitest";

import { bdToGcj02, distance, metres, toGcj02, toleranceM, toShown } from "@/domain/place";

import vectors from "../../../tests/vectors/places.json";

test.each(vectors.cases)("as the server's geodesic within 0.6 %: $name", ({ fix, place, datum, metres: true_ }) => {
  expect(Math.abs(distance(fix, place, datum) - true_)).toBeLessThanOrEqual(Math.max(2, true_ * 0.006));
});

test.each(vectors.tolerance)("tolerance of a fix good to $accuracy_dm dm", ({ accuracy_dm, tolerance_m }) => {
  expect(toleranceM(accuracy_dm)).toBe(tolerance_m);
});

test("a known point moves to its published GCJ-02 place", () => {
  const moved = toGcj02({ lng: 116.391349, lat: 39.907375 });
  expect([moved.lng.toFixed(4), moved.lat.toFixed(4)]).toEqual(["116.3976", "39.9088"]);
});

test("the shift is some hundred metres, not kilometres", () => {
  const here = { lng: 117.8, lat: 36.06 };
  const shift = metres(here, toGcj02(here));
  expect(shift).toBeGreaterThan(100);
  expect(shift).toBeLessThan(1_000);
});

test("a hundredth of a degree north is 1110 metres here", () => {
  expect(metres({ lng: 117, lat: 36 }, { lng: 117, lat: 36.01 })).toBe(1110);
});

test("opposite points of the earth still have a distance", () => {
  expect(Math.round(metres({ lng: 0, lat: 0 }, { lng: 180, lat: 0 }) / 1e5)).toBe(200);
});

test("the datum of the register decides", () => {
  const fix = { lng: 117.8, lat: 36.06 };
  expect([distance(fix, toGcj02(fix), "gcj02"), distance(fix, fix, "wgs84")]).toEqual([0, 0]);
});

test("every datum is shown on the one of Chinese maps", () => {
  const gcj = bdToGcj02({ lng: 116.404, lat: 39.915 });
  expect([gcj.lng.toFixed(4), gcj.lat.toFixed(4)]).toEqual(["116.3976", "39.9087"]);
  const here = { lng: 117.8, lat: 36.06 };
  expect([toShown(here, "GCJ02"), toShown(here, "cgcs2000"), toShown(here, "bd09")]).toEqual([here, toGcj02(here), bdToGcj02(here)]);
});
