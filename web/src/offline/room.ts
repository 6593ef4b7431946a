/** Room on the phone: how full it is, and what may be given up for more: only what the server has acknowledged. */
import type { KeptRecord, PhoneStore } from "@/offline/db";

/** above this share new photos are refused, so that records and signatures still find room */
export const TIGHT_PERCENT = 80;
/** sent records stay readable on the phone for so long */
export const SENT_KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

export interface Room {
  used: number;
  free: number;
  /** the browser promised not to clear it; null = cannot be asked here */
  persisted: boolean | null;
}

export function isTight(room: Pick<Room, "used" | "free">): boolean {
  return room.used + room.free > 0 && room.used * 100 > (room.used + room.free) * TIGHT_PERCENT;
}

/** The browser's word for a full disk, wherever the database wraps it. */
export function isFull(error: unknown): boolean {
  const name = error instanceof Error ? `${error.name} ${(error as { inner?: Error }).inner?.name ?? ""}` : "";
  return name.includes("QuotaExceeded");
}

/** Frees at least so many bytes, the longest acknowledged first; returns what was freed.
 *
 *  Bytes the acknowledgement left behind and thumbnails of acknowledged files; nothing else is ever given up. */
export async function roomMake(store: PhoneStore, need: number): Promise<number> {
  return store.transaction("rw", store.files, store.bytes, store.thumbs, async () => {
    const acked = await store.files.filter((file) => file.ackedAt !== null).toArray();
    acked.sort((a, b) => (a.ackedAt! < b.ackedAt! ? -1 : 1));
    let freed = 0;
    for (const { id } of acked) {
      if (freed >= need) break;
      freed += ((await store.bytes.get(id))?.bytes.byteLength ?? 0) + ((await store.thumbs.get(id))?.bytes.byteLength ?? 0);
      await store.bytes.delete(id);
      await store.thumbs.delete(id);
    }
    return freed;
  });
}

/** Whether the server has everything of it and nobody waits for it here. */
async function settled(store: PhoneStore, record: KeptRecord): Promise<boolean> {
  if (!record.receipt || record.returned) return false;
  if (await store.drafts.get(record.visit)) return false;
  return (await store.jobs.where("record").equals(record.uuid).toArray()).every((one) => one.state === "done");
}

/** Delete after send: records acknowledged with all their files before this instant leave the phone; returns how many. */
export async function sentClear(store: PhoneStore, before: number): Promise<number> {
  return store.transaction("rw", [store.records, store.jobs, store.drafts, store.files, store.bytes, store.thumbs], async () => {
    let gone = 0;
    for (const record of await store.records.toArray()) {
      if (!(await settled(store, record)) || Date.parse(record.receipt!.received_at) >= before) continue;
      const files = await store.files.where("record").equals(record.uuid).primaryKeys();
      await store.files.bulkDelete(files);
      await store.bytes.bulkDelete(files);
      await store.thumbs.bulkDelete(files);
      await store.jobs.where("record").equals(record.uuid).delete();
      await store.records.delete(record.uuid);
      gone++;
    }
    return gone;
  });
}

export const sentLong = (now: number): number => now - SENT_KEPT_DAYS * DAY_MS;

export interface Shares {
  /** files the server has, and what the phone still keeps of them */
  sent: { files: number; bytes: number };
  /** files only this phone has */
  unsent: { files: number; bytes: number };
}

/** What of the photos here the server has, and what it has not. */
export async function roomShares(store: PhoneStore): Promise<Shares> {
  const shares: Shares = { sent: { files: 0, bytes: 0 }, unsent: { files: 0, bytes: 0 } };
  const thumbs = new Map<string, number>();
  await store.thumbs.each(({ id, bytes }) => void thumbs.set(id, bytes.byteLength));
  await store.files.each((file) => {
    const side = file.ackedAt === null ? shares.unsent : shares.sent;
    side.files++;
    side.bytes += (thumbs.get(file.id) ?? 0) + (file.ackedAt === null ? file.size : 0);
  });
  return shares;
}
