/** How visits are grouped and told on the phone. */
import type { Visit } from "@/api/types";
import { distance, toShown } from "@/domain/place";
import { fix } from "@/field/place";
import { t } from "@/locales/field";
import { daysBetween, monthDay, nearDay } from "@/shared/dates";
import type { Face } from "@/shared/tones";

type RecordState = NonNullable<Visit["record"]>["state"];

const SERVER: Record<RecordState, Face> = {
  submitted: { tone: "info", icon: "clock" },
  returned: { tone: "warn", icon: "redo" },
  accepted: { tone: "ok", icon: "ok" },
  published: { tone: "ok", icon: "sent" },
  corrected: { tone: "ok", icon: "pen" },
  withdrawn: { tone: "mute", icon: "x" },
};

/** Where a record stands on the server: tone, icon, word. */
export function serverFace(state: RecordState): Face & { text: string } {
  return { ...SERVER[state], text: t(`record.state_${state}`) };
}

export type Group = "today" | "late" | "near" | "done" | "all";

const OVER = new Set(["finished", "replaced", "cancelled"]);

/** What the QR of a visit holds: the page behind it, by the code the server sealed. */
export const codeAddress = (visit: Visit): string => `${location.origin}/p/v/${visit.token}`;

export const venueName = (visit: Visit): string => visit.venue.sign_name || visit.venue.name;

export function isOver(visit: Visit): boolean {
  return OVER.has(visit.state);
}

export function lateBy(visit: Visit, today: string): number {
  return isOver(visit) ? 0 : Math.max(0, daysBetween(visit.planned_to, today));
}

/** Metres from here, as the crow flies; null when either place is unknown. */
export function metresAway(visit: Visit): number | null {
  const { lng, lat, datum } = visit.venue;
  if (!fix.value || lng === null || lat === null) return null;
  return distance({ lng: fix.value.lng_e7 / 1e7, lat: fix.value.lat_e7 / 1e7 }, { lng: Number(lng), lat: Number(lat) }, datum);
}

export function farTold(m: number): string {
  return m < 1000 ? t("tasks.metres", { n: Math.round(m / 10) * 10 }) : t("tasks.km", { n: (m / 1000).toFixed(1) });
}

export function away(visit: Visit): string {
  const m = metresAway(visit);
  return m === null ? "" : farTold(m);
}

export interface MapLink {
  key: "amap" | "baidu" | "system";
  href: string;
}

/** Addresses for the maps people use: theirs read GCJ-02; the system's reads WGS-84, and never a place turned back. */
export function mapLinks(visit: Visit): MapLink[] {
  const { lng, lat, datum, address } = visit.venue;
  const name = encodeURIComponent(venueName(visit));
  const system: MapLink = { key: "system", href: `geo:0,0?q=${encodeURIComponent(address)}` };
  if (lng === null || lat === null) return [system];
  const place = { lng: Number(lng), lat: Number(lat) };
  const shown = toShown(place, datum);
  const at = { lng: shown.lng.toFixed(6), lat: shown.lat.toFixed(6) };
  const satellite = ["wgs84", "cgcs2000"].includes(datum.toLowerCase());
  return [
    { key: "amap", href: `https://uri.amap.com/navigation?to=${at.lng},${at.lat},${name}&mode=car&coordinate=gaode&callnative=1` },
    { key: "baidu", href: `https://api.map.baidu.com/marker?location=${at.lat},${at.lng}&title=${name}&content=${encodeURIComponent(address)}&coord_type=gcj02&output=html` },
    satellite ? { key: "system", href: `geo:${place.lat},${place.lng}?q=${place.lat},${place.lng}(${name})` } : system,
  ];
}

/** 今天, 9月18日前, 9月15日至9月18日 */
export function plannedFor(visit: Visit, today: string): string {
  if (visit.planned_from === visit.planned_to) return nearDay(visit.planned_to, today);
  if (visit.planned_from > today) return t("tasks.span", { from: monthDay(visit.planned_from), to: monthDay(visit.planned_to) });
  return t("tasks.until", { day: nearDay(visit.planned_to, today) });
}

export function hours(visit: Visit): string {
  const { opens_at, closes_at } = visit.venue;
  if (!opens_at) return "";
  return closes_at <= opens_at ? t("venue.hours_next", { from: opens_at, to: closes_at }) : `${opens_at}–${closes_at}`;
}
