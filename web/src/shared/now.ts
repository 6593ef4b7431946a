/** The time of the server as far as this device knows it: its own clock and the last difference that was seen.
 *
 *  Everything written into a record and everything shown goes by it; the device's own time travels beside it. */
import { computed, ref } from "vue";

import { dayOf } from "@/shared/dates";

const KEPT = "wenxun.offset";
const TICK_MS = 20_000;

function kept(): number | null {
  const text = typeof localStorage === "undefined" ? null : localStorage.getItem(KEPT);
  return text === null || !Number.isFinite(Number(text)) ? null : Number(text);
}

/** server minus device in milliseconds; null until the server was heard once */
export const offsetMs = ref<number | null>(kept());
const ticked = ref(Date.now());
if (typeof window !== "undefined") setInterval(() => (ticked.value = Date.now()), TICK_MS);

export function offsetSet(serverNow: string): void {
  offsetMs.value = Math.round(Date.parse(serverNow) - Date.now());
  localStorage.setItem(KEPT, String(offsetMs.value));
  ticked.value = Date.now();
}

export const nowMs = (): number => Date.now() + (offsetMs.value ?? 0);
export const nowText = (): string => new Date(nowMs()).toISOString();

/** for pages: moves on every twenty seconds */
export const minute = computed(() => ticked.value + (offsetMs.value ?? 0));
export const today = computed(() => dayOf(minute.value));
