/** The phone's own store: asked to be kept, measured, and watched for vanishing behind our back. */
import { phoneStoreDelete, type PhoneStore } from "@/offline/db";
import type { Room } from "@/offline/room";

const unsentKey = (person: string): string => `wenxun.unsent.${person}`;
const syncedKey = (person: string): string => `wenxun.synced.${person}`;
const lostKey = (person: string): string => `wenxun.lost.${person}`;

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

/** How many pieces of work only this phone has: drafts and whatever is not acknowledged, seen at one instant. */
export function unsentCount(store: PhoneStore): Promise<number> {
  return store.transaction("r", store.drafts, store.jobs, async () => {
    const open = await store.jobs.where("state").notEqual("done").toArray();
    return (await store.drafts.count()) + new Set(open.map((one) => one.record)).size;
  });
}

/** How much is unsent is written outside the database too, and when it last was in step with the server. */
export function unsentStamp(person: string, count: number): void {
  localStorage.setItem(unsentKey(person), String(count));
}

export function syncedStamp(person: string, at: string): void {
  localStorage.setItem(syncedKey(person), at);
}

/** Whether this person ever used a phone's pages in this browser. */
export const syncedBefore = (person: string): boolean => localStorage.getItem(syncedKey(person)) !== null;

/** The store of this person vanished: how many pieces of work it held that were never sent. */
export interface Lost {
  count: number;
  /** noticed at */
  at: string;
  /** the person has read the alarm; the supervisor is told on for a week */
  seen: boolean;
}

const LOST_TOLD_MS = 7 * 86_400_000;

function lostKept(person: string): Lost | null {
  try {
    return JSON.parse(localStorage.getItem(lostKey(person)) ?? "null") as Lost | null;
  } catch {
    return null;
  }
}

/** Empty although a stamp says it was not: an alarm that stays until somebody has seen it, whatever happens next. */
export async function storeLost(person: string, store: PhoneStore, at: string): Promise<Lost | null> {
  const count = Number(localStorage.getItem(unsentKey(person)) ?? 0);
  const synced = localStorage.getItem(syncedKey(person));
  const rows = await Promise.all([store.drafts.count(), store.records.count(), store.facts.count(), store.visits.count(), store.wishes.count()]);
  const empty = rows.every((n) => n === 0);
  if (empty && (count > 0 || synced !== null)) {
    const lost: Lost = { count: count + (lostKept(person)?.count ?? 0), at, seen: false };
    localStorage.setItem(lostKey(person), JSON.stringify(lost));
    unsentStamp(person, 0);
    localStorage.removeItem(syncedKey(person));
  }
  const lost = lostKept(person);
  if (lost?.seen && Date.parse(at) - Date.parse(lost.at) > LOST_TOLD_MS) localStorage.removeItem(lostKey(person));
  return lostKept(person);
}

export function lostSeen(person: string): Lost | null {
  const lost = lostKept(person);
  if (lost) localStorage.setItem(lostKey(person), JSON.stringify({ ...lost, seen: true }));
  return lostKept(person);
}

/** Signing out of a phone with nothing unsent leaves nothing behind. */
export async function storeWipe(person: string): Promise<void> {
  await phoneStoreDelete(person);
  for (const key of [unsentKey(person), syncedKey(person), lostKey(person)]) localStorage.removeItem(key);
}
