import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { Bytes } from "@/domain/backup";
import { backupMake, backupOpen, backupTake, unsentOf, type Backup } from "@/offline/backup";
import { PhoneStore } from "@/offline/db";
import { draftOpen, draftSave } from "@/offline/drafts";
import { AT, file, finished, visit } from "@/offline/engine.scene";
import { wishKeep } from "@/offline/wishes";

const LATER = "2026-09-15T12:00:00+08:00";
const OWNER = { uuid: "lin", name: "林知远", organ: "文化市场综合行政执法大队" };
const PHRASE = "山高月小 水落石出";
let old: PhoneStore;
let fresh: PhoneStore;
let turn = 0;

beforeEach(() => {
  old = new PhoneStore(`old-${turn}`);
  fresh = new PhoneStore(`fresh-${turn++}`);
});

afterEach(async () => {
  await old.delete();
  await fresh.delete();
});

async function exported(store = old): Promise<Blob> {
  const parts: Bytes[] = [];
  for await (const part of backupMake(store, OWNER, { phrase: PHRASE, at: AT, app: "0.1.0" })) parts.push(part);
  return new Blob(parts);
}

const opened = async (): Promise<Backup> => backupOpen(await exported(), PHRASE);
const into = (store: PhoneStore, backup: Backup, drafts = true) => backupTake(store, backup, { at: LATER, drafts });
const names = async (store: PhoneStore) => ({ records: await store.records.toCollection().primaryKeys(), drafts: await store.drafts.toCollection().primaryKeys(), bytes: (await store.bytes.toCollection().primaryKeys()).sort() });

async function draft(store: PhoneStore, name: string, savedAt = AT): Promise<void> {
  const kept = await draftOpen(store, visit(`v-${name}`), AT, () => name);
  await file(store, `${name}-q`, name, 30);
  await draftSave(store, kept, { ...kept.draft, photos: [`${name}-q`] }, savedAt);
}

test("everything unsent moves to another phone with its bytes and is queued there in its order", async () => {
  await finished(old, "b", [10]);
  await finished(old, "a", [20, 40]);
  await draft(old, "d");
  const taken = await into(fresh, await opened());
  expect([taken, await names(fresh)]).toEqual([
    { records: 2, drafts: 1, files: 4, same: 0 },
    { records: ["a", "b"], drafts: ["v-d"], bytes: ["a-p0", "a-p1", "b-p0", "d-q"] },
  ]);
  const before = await old.records.get("a");
  const after = await fresh.records.get("a");
  expect([after?.body, after?.digest, after?.seq, (await fresh.jobs.where("record").equals("a").toArray()).map((one) => [one.id, one.state, one.ask])]).toEqual([
    before?.body, before?.digest, 2, [["a", "pending", false], ["a-p0", "pending", true], ["a-p1", "pending", true]],
  ]);
  expect((await fresh.drafts.get("v-d"))?.log?.at(-1)).toEqual({ at: LATER, what: "taken_in", page: null });
});

test("taken in twice, or over what is there, nothing is doubled", async () => {
  await finished(old, "a", [20]);
  await draft(old, "d");
  const backup = await exported();
  await into(fresh, await backupOpen(backup, PHRASE));
  await fresh.jobs.update("a", { state: "done" });
  const again = await into(fresh, await backupOpen(backup, PHRASE));
  expect([again, (await fresh.jobs.get("a"))?.state, await fresh.jobs.count()]).toEqual([{ records: 0, drafts: 0, files: 0, same: 2 }, "done", 2]);
  expect(await into(old, await backupOpen(backup, PHRASE))).toEqual({ records: 0, drafts: 0, files: 0, same: 2 });
});

test("a newer revision and a newer savepoint are not overwritten, older ones are", async () => {
  await finished(old, "a");
  await finished(old, "b");
  await draft(old, "c");
  await draft(old, "d");
  const backup = await opened();
  await finished(fresh, "a");
  await fresh.records.update("a", { "draft.rev": 2, venue: "newer" });
  await finished(fresh, "b");
  await fresh.records.update("b", { "draft.rev": 0, venue: "older" });
  await draft(fresh, "c", LATER);
  await draft(fresh, "d", "2026-09-15T08:00:00+08:00");
  const taken = await into(fresh, backup);
  expect([taken, (await fresh.records.get("a"))?.venue, (await fresh.records.get("b"))?.venue]).toEqual([{ records: 1, drafts: 1, files: 0, same: 2 }, "newer", "v-b"]);
  expect([(await fresh.drafts.get("v-c"))?.savedAt, (await fresh.drafts.get("v-d"))?.savedAt]).toEqual([LATER, AT]);
});

test("photos whose bytes were lost here are filled in and sent again", async () => {
  await finished(old, "a", [20]);
  const backup = await opened();
  await old.bytes.delete("a-p0");
  await old.jobs.update("a-p0", { state: "held", reason: "bytes_missing" });
  expect(await into(old, backup)).toEqual({ records: 0, drafts: 0, files: 1, same: 1 });
  expect([(await old.bytes.get("a-p0"))?.bytes.byteLength, (await old.jobs.get("a-p0"))?.state]).toEqual([20, "pending"]);
});

test("at a desk only finished records are taken", async () => {
  await finished(old, "a", [20]);
  await draft(old, "d");
  expect([await into(fresh, await opened(), false), await names(fresh)]).toEqual([{ records: 1, drafts: 0, files: 1, same: 0 }, { records: ["a"], drafts: [], bytes: ["a-p0"] }]);
});

test("a record that was only a draft when it was finished elsewhere takes the draft's place, not a later one's", async () => {
  await finished(old, "a");
  const backup = await opened();
  const kept = (name: string, savedAt: string) => ({ visit: "v-a", draft: backup.list.records[0]!.draft, of: visit("v-a"), savedAt, name });
  await fresh.drafts.put(kept("later", LATER));
  expect(await into(fresh, backup)).toMatchObject({ records: 0, same: 1 });
  await fresh.drafts.put(kept("earlier", "2026-09-15T09:00:00+08:00"));
  expect([await into(fresh, backup), await fresh.drafts.count()]).toMatchObject([{ records: 1 }, 0]);
});

test("what is acknowledged whole is not exported; a returned record is", async () => {
  for (const name of ["sent", "back", "waiting"]) await finished(old, name, [5]);
  await old.jobs.where("record").notEqual("waiting").modify({ state: "done" });
  await old.records.where("uuid").notEqual("waiting").modify({ receipt: { received_at: AT } as never });
  await old.records.update("back", { returned: { reason: "补拍" } as never });
  const unsent = await unsentOf(old);
  expect([unsent.records.map((one) => one.uuid), unsent.files.map((one) => one.id), unsent.bytes]).toEqual([["back", "waiting"], ["back-p0", "waiting-p0"], 10]);
});

test("what else was done in the field moves too, under its own key; at a desk only the visits records rest on", async () => {
  const base = { visit: "v-a", title: "静安网吧", at: AT, body: { reason: "亲属" } };
  await wishKeep(old, { ...base, id: "begun", kind: "begin", path: "/visits/v-a/begin" });
  await wishKeep(old, { ...base, id: "asked", kind: "recuse", path: "/visits/v-a/recuse" });
  await old.visits.put({ uuid: "v-a", visit: visit("v-a"), fetchedAt: AT, begun: true });
  await finished(old, "a", [5]);
  const desk = new PhoneStore(`desk-${turn}`);
  for (let times = 0; times < 2; times++) {
    await into(fresh, await opened());
    await into(desk, await opened(), false);
  }
  const jobs = async (store: PhoneStore) => (await store.jobs.orderBy("id").toArray()).map((one) => [one.id, one.kind, one.after ?? ""]);
  expect([await jobs(fresh), await jobs(desk), await fresh.visits.count()]).toEqual([
    [["a", "record", "begun"], ["a-p0", "file", ""], ["asked", "wish", ""], ["begun", "wish", ""]],
    [["a", "record", "begun"], ["a-p0", "file", ""], ["begun", "wish", ""]],
    1,
  ]);
  await desk.delete();
});

test("the file carries no session and nothing readable", async () => {
  await finished(old, "a", [5]);
  const backup = await exported();
  const { list } = await backupOpen(backup, PHRASE);
  const clear = new TextDecoder("latin1").decode(await backup.arrayBuffer());
  expect([Object.keys(list).sort(), /csrf|sessionid|password/i.test(JSON.stringify(list)), clear.includes("v-a"), clear.includes("lin")]).toEqual([
    ["app", "drafts", "files", "made_at", "person", "records", "v"], false, false, false,
  ]);
});
