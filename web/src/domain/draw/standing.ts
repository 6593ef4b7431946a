/** Where one venue stands in a draw that was computed again. */
import type { Case } from "@/domain/draw/case";
import { selected } from "@/domain/draw/outcome";
import type { Venue } from "@/domain/draw/tables";

export interface Mine {
  venue: Venue;
  chances: { quota: number; eligible: number };
  cell: { quota: number; eligible: number } | null;
  ticket: string;
  rank: number | null;
  selected: boolean;
  /** what came after the result: taken off duty, or brought in by a replacement or a supplement */
  later: "" | "skipped" | "joined";
  /** the venues of the class in the order of the file: drawn or not, and which one is mine */
  squares: { drawn: boolean; mine: boolean }[];
  next: number | null;
}

export function standing(found: Case, code: string): Mine | null {
  const venue = found.venues.find((one) => one.id === code);
  if (!venue || !found.known.has("seed") || !found.cells.length) return null;
  const chosen = selected(found);
  const pool = found.venues.filter((one) => one.class === venue.class && one.eligible === "Y");
  const cell = found.cells.find((one) => one.class === venue.class && one.cell === venue.cell);
  const at = cell?.tickets.findIndex((ticket) => ticket.id === code) ?? -1;
  return {
    venue,
    chances: { quota: found.quota[venue.class] ?? 0, eligible: pool.length },
    cell: cell ? { quota: cell.quota, eligible: cell.tickets.length } : null,
    ticket: at < 0 ? "" : cell!.tickets[at]!.ticket,
    rank: at < 0 ? null : at + 1,
    selected: chosen.has(code),
    later: found.duty?.skipped.has(code) ? "skipped" : found.duty?.joined.has(code) ? "joined" : "",
    squares: pool.map((one) => ({ drawn: chosen.has(one.id), mine: one.id === code })),
    next: cell && at >= 0 && cell.tickets.length > cell.quota ? cell.quota + 1 : null,
  };
}
