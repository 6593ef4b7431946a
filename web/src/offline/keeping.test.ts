import "fake-indexeddb/auto";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { draftStart, type Draft } from "@/domain/record";
import { heldOf, hold, holding, release } from "@/field/holding";
import { phoneStore, PhoneStore, type KeptDraft } from "@/offline/db";
import { draftOpen, draftPage, draftResume, draftSave } from "@/offline/drafts";
import { AT, finished, visit } from "@/offline/engine.scene";
import { FILES_MOST, photoKeep, placesLeft, StorageFull } from "@/offline/photos";
import { isTight, roomMake, sentClear } from "@/offline/room";
import { lostSeen, storageKeep, storageRoom, storeLost, storeWipe, syncedStamp, unsentStamp } from "@/offline/storage";
import { unsaved, unsavedGuard } from "@/shared/unsaved";

const LATER = "2026-09-15T11:00:00+08:00";
let store: PhoneStore;
let turn = 0;

function local(): Storage {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) } as Storage;
}

beforeEach(() => {
  store = new PhoneStore(`keeping-${turn++}`);
  vi.stubGlobal("localStorage", local());
});

afterEach(async () => {
  holding.value = [];
  vi.unstubAllGlobals();
  await store.delete();
});

const answered = (draft: Draft): Draft => ({ ...draft, outcome: "done", answers: { K1: { conforms: true, note: "", photos: [], corrected: false, afterPhotos: [] } } });

describe("savepoints", () => {
  test("field 38: after a crash the last completed step is there, on its page, and the log shows it", async () => {
    const kept = await draftOpen(store, visit("v"), AT, () => "d");
    await draftSave(store, kept, answered(kept.draft), AT);
    await draftPage(store, "v", "scene");
    store.close();
    store = new PhoneStore(store.name.replace("wenxun-", ""));
    const back = await draftResume(store, "v", LATER);
    expect([back?.draft.answers["K1"]?.conforms, back?.page, back?.log]).toEqual([
      true, "scene", [{ at: AT, what: "started", page: null }, { at: LATER, what: "resumed", page: "scene" }],
    ]);
    expect(await draftSave(store, back!, answered(back!.draft), LATER).then(() => store.drafts.get("v"))).toMatchObject({ page: "scene", log: back!.log });
  });

  test("field 38: the savepoint of a blank form never leaks into another record", async () => {
    const blank = await draftOpen(store, visit("v"), AT, () => "d");
    const other = await draftOpen(store, visit("w"), AT, () => "e");
    await draftSave(store, other, answered(other.draft), AT);
    await draftSave(store, blank, blank.draft, LATER);
    await finished(store, "x");
    const again = await draftOpen(store, visit("v-x"), LATER, () => "y");
    expect([(await store.drafts.get("w"))?.draft.answers["K1"]?.conforms, (await store.drafts.get("v"))?.draft.uuid, again.draft.uuid, again.draft.answers]).toEqual([true, "d", "y", {}]);
  });

  test("field 38: a savepoint older than the record is ignored, also one that was left behind", async () => {
    const record = await finished(store, "a");
    const old: KeptDraft = { visit: "v-a", draft: record.draft, of: record.of, savedAt: LATER };
    await draftSave(store, old, old.draft, LATER);
    expect([await store.drafts.count(), (await store.records.get("a"))?.digest]).toEqual([0, record.digest]);
    await store.drafts.put(old);
    expect([await draftResume(store, "v-a", LATER), (await draftOpen(store, visit("v-a"), LATER, () => "new")).draft.uuid]).toEqual([null, "new"]);
  });

  test("field 38: an older revision or another draft of the visit is not written over the present one", async () => {
    const kept = await draftOpen(store, visit("v"), AT, () => "d");
    const second: KeptDraft = { ...kept, draft: { ...answered(kept.draft), rev: 2 } };
    await store.drafts.put(second);
    await draftSave(store, kept, kept.draft, LATER);
    await draftSave(store, { ...kept, draft: { ...kept.draft, uuid: "z" } }, { ...kept.draft, uuid: "z" }, LATER);
    expect((await store.drafts.get("v"))?.draft).toMatchObject({ uuid: "d", rev: 2 });
  });

  test("a draft keeps the form and the law it was begun with, whatever the tasks say later", async () => {
    const kept = await draftOpen(store, visit("v"), AT, () => "d");
    const newer = { ...visit("v"), form: { version: "f2", sections: [] } } as unknown as ReturnType<typeof visit>;
    const again = await draftOpen(store, newer, LATER, () => "other");
    expect([again.draft.uuid, again.draft.formVersion, again.of.form.version]).toEqual([kept.draft.uuid, "f1", "f1"]);
  });
});

const shot = (size = 100): File => new File([new Uint8Array(size)], "IMG.jpg", { type: "image/jpeg" });
const taken = (id: string, record = "d") => ({ id, record, source: "camera" as const, item: "K1", caption: "", takenAt: AT, device: { time: AT, offsetMs: 0 }, officers: [], gps: null, distanceM: null, toleranceM: null, name: "" });

/** A phone with room for so many bytes of photos and thumbnails. */
function narrow(room: number): { room: number } {
  const limit = { room };
  const put = store.bytes.put.bind(store.bytes);
  vi.spyOn(store.bytes, "put").mockImplementation(((row: { id: string; bytes: ArrayBuffer }) =>
    store.bytes.toArray().then(async (rows) => {
      const used = rows.reduce((sum, one) => sum + one.bytes.byteLength, 0) + (await store.thumbs.toArray()).reduce((sum, one) => sum + one.bytes.byteLength, 0);
      if (used + row.bytes.byteLength > limit.room) throw new DOMException("full", "QuotaExceededError");
      return put(row);
    })) as never);
  return limit;
}

async function acked(id: string, at: string, thumb: number): Promise<void> {
  await photoKeep(store, shot(1), taken(id));
  await store.files.update(id, { ackedAt: at });
  await store.bytes.delete(id);
  await store.thumbs.put({ id, bytes: new ArrayBuffer(thumb), type: "image/jpeg" });
}

describe("room", () => {
  test("field 37: a full place takes no more until one is removed; what waits in memory has its place", () => {
    expect([placesLeft(0, 0), placesLeft(FILES_MOST - 1, 1), placesLeft(FILES_MOST, 3), placesLeft(FILES_MOST - 2, 1)]).toEqual([FILES_MOST, 0, 0, 1]);
  });

  test("field 46: a photo that finds no room makes the oldest acknowledged ones give way first", async () => {
    await acked("new", "2026-09-15T09:00:00Z", 50);
    await acked("old", "2026-09-14T09:00:00Z", 60);
    narrow(110);
    await photoKeep(store, shot(60), taken("p"));
    expect([await store.thumbs.toCollection().primaryKeys(), (await store.bytes.get("p"))?.bytes.byteLength]).toEqual([["new"], 60]);
  });

  test("field 46: without any room the photo stays in memory and is stored when there is some", async () => {
    await photoKeep(store, shot(90), taken("unsent"));
    const limit = narrow(100);
    const one = { file: shot(80), taken: taken("p") };
    await expect(photoKeep(store, one.file, one.taken)).rejects.toBeInstanceOf(StorageFull);
    hold("d/K1/", one);
    hold("d/K1/", one);
    expect([heldOf("d/K1/").length, heldOf("d/K2/").length, unsaved(), await store.bytes.toCollection().primaryKeys()]).toEqual([1, 0, true, ["unsent"]]);
    limit.room = 1_000;
    release((await photoKeep(store, heldOf("d/K1/")[0]!.file, one.taken)).id);
    expect([holding.value, unsaved(), (await store.bytes.get("p"))?.bytes.byteLength]).toEqual([[], false, 80]);
  });

  test("field 46: making room takes nothing that is not acknowledged", async () => {
    await photoKeep(store, shot(10), taken("unsent"));
    await store.thumbs.put({ id: "unsent", bytes: new ArrayBuffer(5), type: "image/jpeg" });
    expect([await roomMake(store, Infinity), await store.bytes.count(), await store.thumbs.count()]).toEqual([0, 1, 1]);
  });

  test("field 40: delete after send removes only what is acknowledged whole", async () => {
    const receipt = { received_at: "2026-08-01T00:00:00Z" } as never;
    for (const name of ["whole", "photo-missing", "no-receipt", "returned"]) await finished(store, name, [10]);
    await store.jobs.toCollection().modify({ state: "done" });
    await store.jobs.update("photo-missing-p0", { state: "held" });
    await store.jobs.update("no-receipt", { state: "pending" });
    await store.records.where("uuid").notEqual("no-receipt").modify({ receipt });
    await store.records.update("returned", { returned: { reason: "补拍" } as never });
    expect(await sentClear(store, Date.parse(AT))).toBe(1);
    expect([(await store.records.toCollection().primaryKeys()).sort(), (await store.bytes.toCollection().primaryKeys()).sort()]).toEqual([
      ["no-receipt", "photo-missing", "returned"], ["no-receipt-p0", "photo-missing-p0", "returned-p0"],
    ]);
  });

  test("field 40: what was sent lately stays readable on the phone", async () => {
    await finished(store, "a");
    await store.jobs.toCollection().modify({ state: "done" });
    await store.records.toCollection().modify({ receipt: { received_at: AT } as never });
    expect([await sentClear(store, Date.parse(AT) - 1), await store.records.count()]).toEqual([0, 1]);
  });

  test("more than 80 % is tight, 80 % is not, an unknown room is not", () => {
    expect([isTight({ used: 81, free: 19 }), isTight({ used: 80, free: 20 }), isTight({ used: 0, free: 0 })]).toEqual([true, false, false]);
  });
});

describe("the store itself", () => {
  const person = () => store.name;

  test("field 45: a store that vanished is an alarm until somebody has seen it, and is told to the server for a week", async () => {
    unsentStamp(person(), 3);
    syncedStamp(person(), AT);
    expect(await storeLost(person(), store, LATER)).toEqual({ count: 3, at: LATER, seen: false });
    await store.facts.put({ key: "visits.fetched", value: LATER });
    unsentStamp(person(), 0);
    expect(await storeLost(person(), store, "2026-09-16T08:00:00Z")).toEqual({ count: 3, at: LATER, seen: false });
    expect(lostSeen(person())).toEqual({ count: 3, at: LATER, seen: true });
    expect(await storeLost(person(), store, "2026-09-20T08:00:00Z")).toEqual({ count: 3, at: LATER, seen: true });
    expect(await storeLost(person(), store, "2026-09-23T08:00:00Z")).toBeNull();
  });

  test("field 45: a store that vanished with nothing unsent is told too; a new phone is no alarm", async () => {
    expect(await storeLost(person(), store, AT)).toBeNull();
    syncedStamp(person(), AT);
    expect(await storeLost(person(), store, LATER)).toEqual({ count: 0, at: LATER, seen: false });
  });

  test("field 45: the browser is asked to keep the store and its answer is told", async () => {
    vi.stubGlobal("navigator", { storage: { persisted: () => Promise.resolve(false), persist: () => Promise.resolve(true), estimate: () => Promise.resolve({ usage: 30, quota: 100 }) } });
    expect([await storageKeep(), await storageRoom()]).toEqual([true, { used: 30, free: 70, persisted: false }]);
    vi.stubGlobal("navigator", {});
    expect([await storageKeep(), await storageRoom()]).toEqual([null, { used: 0, free: 0, persisted: null }]);
  });

  test("field 30: where no database can be opened the failure is thrown, not swallowed", async () => {
    const blocked = new PhoneStore("blocked");
    vi.spyOn(blocked, "open").mockRejectedValue(new DOMException("private window", "InvalidStateError"));
    vi.spyOn(blocked.drafts, "count").mockRejectedValue(new DOMException("private window", "InvalidStateError"));
    await expect(storeLost("blocked", blocked, AT)).rejects.toMatchObject({ name: "InvalidStateError" });
  });

  test("field 41: whoever signs out with nothing unsent leaves nothing on a shared phone", async () => {
    const mine = phoneStore("lin");
    await mine.drafts.put({ visit: "v", draft: draftStart({ uuid: "d", visit: "v", formVersion: "f1", at: AT }), of: visit("v"), savedAt: AT });
    unsentStamp("lin", 1);
    await storeWipe("lin");
    expect([await phoneStore("lin").drafts.count(), localStorage.getItem("wenxun.unsent.lin")]).toEqual([0, null]);
  });
});

test("field 43: the page is not closed over work that is not on the disk", () => {
  let ask: (event: { preventDefault: () => void }) => void = () => undefined;
  unsavedGuard({ addEventListener: ((_: string, listener: typeof ask) => (ask = listener)) as never });
  const prevented = vi.fn();
  ask({ preventDefault: prevented });
  hold("d/K1/", { file: shot(), taken: taken("p") });
  ask({ preventDefault: prevented });
  expect(prevented).toHaveBeenCalledTimes(1);
});
