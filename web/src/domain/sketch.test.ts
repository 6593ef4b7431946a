import { expect, test } from "vitest";

import { metres } from "@/domain/place";
import { roundBelow, sketch } from "@/domain/sketch";

const PLACES = [{ lng: 117.7, lat: 36.0 }, { lng: 117.9, lat: 36.05 }, { lng: 117.8, lat: 36.1 }];

test("every place lies inside the frame, north above south", () => {
  const drawn = sketch(PLACES, 360, 240, 24);
  const points = PLACES.map(drawn.at);
  expect(points.every(({ x, y }) => x >= 23.9 && x <= 336.1 && y >= 23.9 && y <= 216.1)).toBe(true);
  expect(points[2]!.y).toBeLessThan(points[0]!.y);
});

test("the bar is to scale", () => {
  const drawn = sketch(PLACES, 360, 240, 24);
  const [a, b] = [drawn.at(PLACES[0]!), drawn.at(PLACES[1]!)];
  const perPx = metres(PLACES[0]!, PLACES[1]!) / Math.hypot(a.x - b.x, a.y - b.y);
  expect(Math.abs(drawn.bar.px * perPx - drawn.bar.metres) / drawn.bar.metres).toBeLessThan(0.01);
});

test("one place alone is in the middle", () => expect(sketch([PLACES[0]!], 300, 200, 20).at(PLACES[0]!)).toEqual({ x: 150, y: 100 }));

test.each([[999, 500], [1_000, 1_000], [4_999, 2_000], [0.7, 0.5]])("below %d the round one is %d", (most, round) => expect(roundBelow(most)).toBe(round));
