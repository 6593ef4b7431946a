/** The calendar and the map of visits: spans of days, where a visit stands, where it may be moved. */
import type { Of } from "@/api/wire";
import { toShown, type Point } from "@/domain/place";

export type BoardVisit = Of<"BoardVisitOut">;
export type Mode = "month" | "week";

const DAY_MS = 86_400_000;
export const shift = (day: string, by: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
const monday = (day: string): string => shift(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** The days shown around a day: whole weeks from Monday to Sunday. */
export function span(mode: Mode, day: string): { first: string; last: string } {
  if (mode === "week") return { first: monday(day), last: shift(monday(day), 6) };
  const first = `${day.slice(0, 7)}-01`;
  const end = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10);
  return { first: monday(first), last: shift(monday(end), 6) };
}

/** The same day a week or a month on; the first of a month, so that no month is jumped over. */
export function turn(mode: Mode, day: string, by: number): string {
  if (mode === "week") return shift(day, 7 * by);
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + by, 1)).toISOString().slice(0, 10);
}

export const daysOf = (first: string, last: string): string[] => Array.from({ length: Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1 }, (_, n) => shift(first, n));

/** Why a visit may not be set for a day: outside its window, or past; "" when it may. */
export function refusal(visit: Pick<BoardVisit, "planned_from" | "planned_to" | "verbs">, day: string, today: string): "" | "closed" | "outside" {
  if (!visit.verbs.includes("visit.arrange")) return "closed";
  return day < visit.planned_from || day > visit.planned_to || day < today ? "outside" : "";
}

/** Places on a drawing of so many units, true to shape; `metre` is how long one metre is in units. */
export function fit(points: Point[], wide: number, high: number, margin: number): { at: (point: Point) => { x: number; y: number }; metre: number } {
  const lngs = points.map((one) => one.lng);
  const lats = points.map((one) => one.lat);
  const west = Math.min(...lngs);
  const north = Math.max(...lats);
  const lean = Math.cos((((north + Math.min(...lats)) / 2) * Math.PI) / 180);
  const spanX = Math.max((Math.max(...lngs) - west) * lean, 0.002);
  const spanY = Math.max(north - Math.min(...lats), 0.002);
  const scale = Math.min((wide - 2 * margin) / spanX, (high - 2 * margin) / spanY);
  const left = (wide - spanX * scale) / 2;
  const top = (high - spanY * scale) / 2;
  return { at: ({ lng, lat }) => ({ x: left + (lng - west) * lean * scale, y: top + (north - lat) * scale }), metre: scale / 111_320 };
}

/** A round length of kilometres that takes about a quarter of the drawing. */
export function ruler(metre: number, wide: number): number {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];
  return [...steps].reverse().find((km) => km * 1000 * metre <= wide / 4) ?? steps[0]!;
}

export interface Placed {
  key: string;
  x: number;
  y: number;
  visits: BoardVisit[];
}

/** Where a visit is on the drawing's datum; null without coordinates. */
export const placeOf = (visit: BoardVisit): Point | null => (visit.lng === null || visit.lat === null ? null : toShown({ lng: visit.lng, lat: visit.lat }, visit.datum));

/** Visits that would cover each other are one mark: those of one square of the drawing, at their middle. */
export function marks(visits: BoardVisit[], at: (point: Point) => { x: number; y: number }, square: number): Placed[] {
  const found = new Map<string, { x: number; y: number; visits: BoardVisit[] }>();
  for (const visit of visits) {
    const place = placeOf(visit);
    if (!place) continue;
    const { x, y } = at(place);
    const key = `${Math.floor(x / square)}.${Math.floor(y / square)}`;
    const mark = found.get(key) ?? { x: 0, y: 0, visits: [] };
    found.set(key, { x: mark.x + x, y: mark.y + y, visits: [...mark.visits, visit] });
  }
  return [...found].map(([key, mark]) => ({ key, x: mark.x / mark.visits.length, y: mark.y / mark.visits.length, visits: mark.visits }));
}
