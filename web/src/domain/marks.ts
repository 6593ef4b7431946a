/** Marks on a photo while they are drawn: whole ten-thousandths of the upright picture, every step can be undone. */
import type { Mark } from "@/domain/record";

export const WHOLE = 10_000;
export const MARKS_MOST = 40;
/** a touch that moved less than this drew nothing */
const LEAST = 150;

export type Kind = Mark["kind"];

const inside = (value: number): number => Math.min(WHOLE, Math.max(0, Math.round(value)));

/** A place on the screen within the picture's box. */
export function placeOf(x: number, y: number, box: { left: number; top: number; width: number; height: number }): { x: number; y: number } {
  return { x: inside(((x - box.left) / box.width) * WHOLE), y: inside(((y - box.top) / box.height) * WHOLE) };
}

export function markFrom(kind: Kind, from: { x: number; y: number }, to: { x: number; y: number }): Mark {
  return { kind, x1: from.x, y1: from.y, x2: to.x, y2: to.y };
}

export const drawn = (mark: Mark): boolean => Math.max(Math.abs(mark.x2 - mark.x1), Math.abs(mark.y2 - mark.y1)) >= LEAST;

/** A mark in the middle, for whoever draws with keys. */
export const middle = (kind: Kind): Mark => ({ kind, x1: 4_000, y1: 4_000, x2: 6_000, y2: 6_000 });

/** Moved as a whole, stopped at the rim without changing its size; or only its second corner. */
export function moved(mark: Mark, dx: number, dy: number, corner: boolean): Mark {
  if (corner) return { ...mark, x2: inside(mark.x2 + dx), y2: inside(mark.y2 + dy) };
  const stepX = Math.min(WHOLE - Math.max(mark.x1, mark.x2), Math.max(-Math.min(mark.x1, mark.x2), dx));
  const stepY = Math.min(WHOLE - Math.max(mark.y1, mark.y2), Math.max(-Math.min(mark.y1, mark.y2), dy));
  return { ...mark, x1: mark.x1 + stepX, x2: mark.x2 + stepX, y1: mark.y1 + stepY, y2: mark.y2 + stepY };
}

/** What is drawn now, and how it was before each step. */
export interface Sheet {
  marks: Mark[];
  before: Mark[][];
}

export const sheet = (marks: Mark[]): Sheet => ({ marks, before: [] });
export const step = (of: Sheet, marks: Mark[]): Sheet => ({ marks: marks.slice(0, MARKS_MOST), before: [...of.before, of.marks] });
export const undo = (of: Sheet): Sheet => (of.before.length ? { marks: of.before[of.before.length - 1]!, before: of.before.slice(0, -1) } : of);
