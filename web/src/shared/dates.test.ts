import { describe, expect, test } from "vitest";

import { dayOf, daysBetween, monthDay, nearDay, secondsOf, timeOf, weekday } from "@/shared/dates";
import { bytes } from "@/shared/sizes";

test("an instant is told in the district's zone, wherever the device is", () => {
  const instant = "2026-09-14T18:05:09Z";
  expect([dayOf(instant), timeOf(instant), secondsOf(instant)]).toEqual(["2026-09-15", "02:05", "02:05:09"]);
});

test("midnight is 00:00, never 24:00", () => expect(timeOf("2026-09-14T16:00:00Z")).toBe("00:00"));

test("days between two days are whole, over the turn of a year too", () => {
  expect([daysBetween("2026-12-31", "2027-01-01"), daysBetween("2026-09-15", "2026-09-14")]).toEqual([1, -1]);
});

describe("a day in words", () => {
  test.each([
    ["2026-09-15", "今天"],
    ["2026-09-16", "明天"],
    ["2026-09-14", "昨天"],
    ["2026-09-20", "9月20日"],
  ])("%s is %s", (day, words) => expect(nearDay(day, "2026-09-15")).toBe(words));
});

test("15 September 2026 is a Tuesday", () => expect([monthDay("2026-09-15"), weekday("2026-09-15")]).toEqual(["9月15日", "周二"]));

test.each([
  [0, "0 KB"],
  [400, "1 KB"],
  [27_000, "27 KB"],
  [2_600_000, "2.6 MB"],
  [186_000_000, "186 MB"],
  [4_200_000_000, "4.2 GB"],
])("%i bytes are %s", (count, words) => expect(bytes(count)).toBe(words));
