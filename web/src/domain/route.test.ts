import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { metres, type Point } from "@/domain/place";
import { routeOf } from "@/domain/route";

interface Vectors {
  distances: { a: Point; b: Point; metres: number }[];
  routes: { name: string; start: Point | null; stops: Point[]; order: number[]; total: number }[];
}

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/route.json", import.meta.url), "utf8")) as Vectors;

test("distances are geodesic, as geopy reckons them on the server", () => {
  expect(vectors.distances.filter((one) => Math.abs(metres(one.a, one.b) - one.metres) > 1)).toEqual([]);
});

test.each(vectors.routes)("$name: the shortest way of all orders", ({ start, stops, order, total }) => {
  const found = routeOf(stops, start);
  expect([found.order, Math.abs(found.total - total) <= stops.length]).toEqual([order, true]);
  expect(found.legs.reduce((sum, one) => sum + one, 0)).toBe(found.total);
});

test("no stops are no way", () => expect(routeOf([], null)).toEqual({ order: [], legs: [], total: 0 }));
