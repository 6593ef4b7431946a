/** Where the phone is, as far as it knows: context for photos and distance, never waited for, never a verdict. */
import { ref } from "vue";

import type { Gps } from "@/domain/record";

const FRESH_MS = 2 * 60_000;

interface Fix extends Omit<Gps, "age_s"> {
  at: number;
}

/** the last fix */
export const fix = ref<Fix | null>(null);
/** why there is none: "" while nothing was asked */
export const noFix = ref<"" | "asking" | "denied" | "unavailable">("");
let watching: number | null = null;

function take({ coords, timestamp }: GeolocationPosition): void {
  noFix.value = "";
  fix.value = {
    lat_e7: Math.round(coords.latitude * 1e7),
    lng_e7: Math.round(coords.longitude * 1e7),
    accuracy_dm: Math.round(coords.accuracy * 10),
    datum: "wgs84",
    at: timestamp,
  };
}

function missed(error: GeolocationPositionError): void {
  if (!fix.value) noFix.value = error.code === error.PERMISSION_DENIED ? "denied" : "unavailable";
}

/** Begin to listen while an inspection is being made. */
export function placeFollow(): void {
  if (watching !== null || !("geolocation" in navigator)) return;
  noFix.value = fix.value ? "" : "asking";
  watching = navigator.geolocation.watchPosition(take, missed, { enableHighAccuracy: true, maximumAge: 60_000, timeout: 30_000 });
}

export function placeLeave(): void {
  if (watching !== null) navigator.geolocation.clearWatch(watching);
  watching = null;
}

/** The fix if it is of these two minutes, with its age. */
export function fixNow(): Gps | null {
  if (!fix.value) return null;
  const { at, ...place } = fix.value;
  const age = Math.max(0, Date.now() - at);
  return age < FRESH_MS ? { ...place, age_s: Math.round(age / 1000) } : null;
}
