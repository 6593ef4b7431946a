/** What stands beside a photo from the moment it is taken: times, place, distance, both officers. */
import { distance, toleranceM, type Point } from "@/domain/place";
import { officers, type Gps } from "@/domain/record";
import { fixNow } from "@/field/place";
import type { KeptDraft } from "@/offline/db";
import type { Circumstances, Taken } from "@/offline/photos";
import { nowText, offsetMs } from "@/shared/now";

function far(gps: Gps | null, venue: { lng: number | null; lat: number | null; datum: string } | undefined): number | null {
  if (!gps || !venue || venue.lng === null || venue.lat === null) return null;
  const fix: Point = { lng: gps.lng_e7 / 1e7, lat: gps.lat_e7 / 1e7 };
  return distance(fix, { lng: venue.lng, lat: venue.lat }, venue.datum);
}

/** A picture of the album was taken elsewhere and earlier, for all we know: its own time, no place of ours. */
export function circumstances(kept: KeptDraft | undefined, source: Taken["source"], file: File): Circumstances {
  const gps = source === "camera" ? fixNow() : null;
  const pair = officers(kept?.of.team ?? []);
  const distanceM = far(gps, kept?.of.venue);
  return {
    takenAt: source === "album" && file.lastModified ? new Date(file.lastModified + (offsetMs.value ?? 0)).toISOString() : nowText(),
    device: { time: new Date().toISOString(), offsetMs: offsetMs.value },
    officers: [pair.officer?.officer, pair.officer2?.officer].filter((one) => one !== undefined),
    gps,
    distanceM,
    toleranceM: distanceM === null ? null : toleranceM(gps!.accuracy_dm),
  };
}

const READ_MS = 3_000;

/** How long a video plays, as its own bytes say; null when the browser cannot tell. */
export async function durationOf(file: File): Promise<number | null> {
  const url = URL.createObjectURL(file);
  const player = document.createElement("video");
  try {
    return await new Promise<number | null>((done) => {
      player.onloadedmetadata = () => done(Number.isFinite(player.duration) ? Math.round(player.duration * 1000) : null);
      player.onerror = () => done(null);
      setTimeout(() => done(null), READ_MS);
      player.preload = "metadata";
      player.src = url;
    });
  } finally {
    player.removeAttribute("src");
    URL.revokeObjectURL(url);
  }
}
