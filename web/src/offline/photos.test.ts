import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Visit } from "@/api/types";
import { sha256 } from "@/domain/canon";
import { draftStart } from "@/domain/record";
import { PhoneStore, type KeptFile } from "@/offline/db";
import { draftFinish, draftOpen } from "@/offline/drafts";
import { photoDrop, photoKeep, PHOTO_MOST, PhotoTooBig, PhotoUnreadable, signatureKeep, StorageFull, type Taken, VIDEO_MOST, VideoTooBig, VideoTooLong } from "@/offline/photos";

const AT = "2026-09-15T10:12:00+08:00";
const RECORD = "6f1d2c1e-0000-4000-8000-000000000001";
let store: PhoneStore;

beforeEach(() => (store = new PhoneStore(`p${Math.random()}`)));
afterEach(() => vi.restoreAllMocks());

const taken = (id: string, more: Partial<Taken> = {}): Taken => ({
  id, record: RECORD, source: "camera", item: "NET-02", caption: "", name: "", takenAt: AT, device: { time: AT, offsetMs: 120 }, officers: ["o1", "o2"],
  gps: { lng_e7: 1178000000, lat_e7: 360600000, accuracy_dm: 120, datum: "wgs84", age_s: 3 }, distanceM: 34, toleranceM: 112, ...more,
});
const picture = (text: string): Blob => new Blob([text], { type: "image/jpeg" });
const full = (): never => {
  throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
};

test("field 47: the camera's own bytes are what is kept, under the hash they had at the shutter", async () => {
  const bytes = new TextEncoder().encode("exif and all");
  const file = await photoKeep(store, new Blob([bytes], { type: "image/jpeg" }), taken("p1"));
  expect(new Uint8Array((await store.bytes.get("p1"))!.bytes)).toEqual(bytes);
  expect([file.sha256, file.size]).toEqual([await sha256(bytes), bytes.length]);
  expect(await store.files.get("p1")).toMatchObject({ device: { offsetMs: 120 }, officers: ["o1", "o2"], distanceM: 34, toleranceM: 112, gps: { age_s: 3, datum: "wgs84" } });
});

test("field 37: what is too big or empty is refused when it is taken, and nothing of it is kept", async () => {
  const big = { size: PHOTO_MOST + 1, type: "image/jpeg", arrayBuffer: () => Promise.reject(new Error("was read")) } as unknown as Blob;
  await expect(photoKeep(store, big, taken("p1"))).rejects.toBeInstanceOf(PhotoTooBig);
  await expect(photoKeep(store, picture(""), taken("p2"))).rejects.toBeInstanceOf(PhotoUnreadable);
  expect([await store.files.count(), await store.bytes.count()]).toEqual([0, 0]);
});

test("field 37: a video over 30 MB or 60 seconds is refused when it is filmed, one of 60 seconds is kept", async () => {
  const film = (size: number): Blob => ({ size, type: "video/mp4", arrayBuffer: () => Promise.resolve(new ArrayBuffer(8)) }) as unknown as Blob;
  await expect(photoKeep(store, film(VIDEO_MOST + 1), taken("v1"))).rejects.toBeInstanceOf(VideoTooBig);
  await expect(photoKeep(store, film(8), taken("v2", { durationMs: 61_000 }))).rejects.toBeInstanceOf(VideoTooLong);
  const kept = await photoKeep(store, film(8), taken("v3", { durationMs: 60_400 }));
  expect([await store.files.count(), kept.type, kept.durationMs]).toEqual([1, "video/mp4", 60_400]);
});

test("field 37: removing a photo frees its place and its bytes", async () => {
  await photoKeep(store, picture("a"), taken("p1"));
  await photoDrop(store, "p1");
  expect([await store.files.count(), await store.bytes.count()]).toEqual([0, 0]);
});

test("field 46: without room the pictures of what the server has go first, and the photo is kept", async () => {
  await photoKeep(store, picture("old"), taken("old"));
  await store.files.update("old", { ackedAt: AT });
  await store.thumbs.put({ id: "old", bytes: new ArrayBuffer(8), type: "image/jpeg" });
  vi.spyOn(store.bytes, "put").mockImplementationOnce(full);
  await photoKeep(store, picture("new"), taken("p1"));
  expect([await store.thumbs.get("old"), (await store.bytes.get("p1"))?.id]).toEqual([undefined, "p1"]);
});

test("field 46: with no room at all the officer is told, and no half of the photo is kept", async () => {
  vi.spyOn(store.bytes, "put").mockImplementation(full);
  await expect(photoKeep(store, picture("new"), taken("p1"))).rejects.toBeInstanceOf(StorageFull);
  expect(await store.files.get("p1")).toBeUndefined();
});

test("field 48: two photos and two signatures at once are four files, four hashes and four uploads", async () => {
  const signed = (id: string): Promise<KeptFile> => signatureKeep(store, picture(id), { id, record: RECORD, takenAt: AT, caption: "" });
  const files = await Promise.all([photoKeep(store, picture("a"), taken("a")), signed("b"), photoKeep(store, picture("c"), taken("c")), signed("d")]);
  const visit = { uuid: "v1", form: { version: "f", sections: [] }, team: [], venue: { name: "云阶网咖", sign_name: "", township: "" } } as unknown as Visit;
  const kept = await draftOpen(store, visit, AT, () => RECORD);
  const draft = { ...draftStart({ uuid: RECORD, visit: "v1", formVersion: "f", at: AT }), outcome: "closed" as const, photos: ["a", "c"],
    signatures: (["b", "d"] as const).map((file, n) => ({ kind: n ? ("officer2" as const) : ("officer" as const), name: "林知远", file, signedAt: AT, refusal: null })) };
  const record = await draftFinish({ store, kept: { ...kept, draft }, device: { time: AT, offsetMs: 0 }, gps: null, at: AT });
  expect(record.body.photos.map((one) => [one.id, one.sha256]).sort()).toEqual(files.map((one) => [one.id, one.sha256]).sort());
  expect((await store.jobs.where("record").equals(RECORD).toArray()).filter((one) => one.kind === "file").map((one) => one.id).sort()).toEqual(["a", "b", "c", "d"]);
  expect(record.body.photos.find((one) => one.id === "a")).toMatchObject({ device: { time: AT, offset_ms: 120 }, officers: ["o1", "o2"], distance_m: 34, tolerance_m: 112 });
});
