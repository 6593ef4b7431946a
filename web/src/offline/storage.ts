/** The phone's own room: asked to be kept, measured, and watched for being emptied behind our back. */
import type { PhoneStore } from "@/offline/db";

export interface Room {
  used: number;
  free: number;
  /** the browser promised not to clear it; null = cannot be asked here */
  persisted: boolean | null;
}

const stampKey = (person: string): string => `wenxun.unsent.${person}`;

/** Asked after the first draft is saved: the browser grants it sooner to a site that is used. */
export async function storageKeep(): Promise<boolean | null> {
  if (!navigator.storage?.persist) return null;
  return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}

export async function storageRoom(): Promise<Room> {
  const estimate = (await navigator.storage?.estimate?.()) ?? {};
  const used = estimate.usage ?? 0;
  return { used, free: Math.max(0, (estimate.quota ?? 0) - used), persisted: (await navigator.storage?.persisted?.()) ?? null };
}

/** How much is unsent is written outside the database too; if the database comes back empty, that is an alarm. */
export function unsentStamp(person: string, count: number): void {
  localStorage.setItem(stampKey(person), String(count));
}

/** Number of pieces of work that should be here and are not. */
export async function unsentLost(person: string, store: PhoneStore): Promise<number> {
  const expected = Number(localStorage.getItem(stampKey(person)) ?? 0);
  if (expected === 0) return 0;
  const found = (await store.drafts.count()) + (await store.records.count());
  return found === 0 ? expected : 0;
}
