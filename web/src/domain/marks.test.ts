import { expect, test } from "vitest";

import { drawn, markFrom, MARKS_MOST, middle, moved, placeOf, sheet, step, undo } from "@/domain/marks";

const BOX = { left: 10, top: 20, width: 300, height: 200 };

test("a finger's place is a ten-thousandth of the picture, and stays within it", () => {
  expect([placeOf(160, 120, BOX), placeOf(-50, 999, BOX)]).toEqual([{ x: 5000, y: 5000 }, { x: 0, y: 10_000 }]);
});

test("a touch without a way draws nothing", () => {
  const at = { x: 5000, y: 5000 };
  expect([drawn(markFrom("box", at, { x: 5100, y: 5100 })), drawn(markFrom("box", at, { x: 5100, y: 5200 }))]).toEqual([false, true]);
});

test("a mark moved to the rim keeps its size; its corner can be moved alone", () => {
  expect(moved(middle("blur"), 9_999, -9_999, false)).toEqual({ kind: "blur", x1: 8_000, y1: 0, x2: 10_000, y2: 2_000 });
  expect(moved(middle("blur"), 500, -500, true)).toEqual({ kind: "blur", x1: 4_000, y1: 4_000, x2: 6_500, y2: 5_500 });
});

test("every step can be undone, back to the beginning and no further", () => {
  const one = step(sheet([]), [middle("box")]);
  const two = step(one, [middle("box"), middle("arrow")]);
  expect([undo(two).marks.length, undo(undo(two)).marks.length, undo(undo(undo(two))).marks.length]).toEqual([1, 0, 0]);
  expect(step(one, Array.from({ length: 60 }, () => middle("box"))).marks).toHaveLength(MARKS_MOST);
});
