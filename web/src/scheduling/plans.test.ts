import { expect, test } from "vitest";

import type { DrawCard } from "@/scheduling/draws";
import { blockOf, lanes, type Block } from "@/scheduling/plans";

const block = (from: number, to: number): Block => ({ uuid: `${from}`, from, to, face: "n", text: "", share: 0 });

test("blocks that meet lie one below the other, others share a lane", () => {
  expect(lanes([block(8, 9), block(3, 4), block(9, 10), block(5, 8), block(11, 12)]).map((one) => [one.from, one.lane])).toEqual([
    [3, 0], [5, 0], [8, 1], [9, 0], [11, 0],
  ]);
});

test("a draw is solid when every result is published, and late only while visits are missing", () => {
  const draw = (finished: number, visit_to = "2026-09-10"): DrawCard =>
    ({ uuid: "d", state: "drawn", visit_from: "2026-08-01", visit_to, progress: { visits: 4, approved: 4, finished } }) as DrawCard;
  const face = (one: DrawCard, published: number): string => blockOf(one, 2026, "2026-09-15", published).face;
  expect([face(draw(4), 4), face(draw(4), 3), face(draw(3), 3), face(draw(0, "2026-09-30"), 0)]).toEqual(["d", "p", "o", "w"]);
});
