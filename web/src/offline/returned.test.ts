import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { PhoneStore, type KeptRecord } from "@/offline/db";
import { returnedFetch } from "@/offline/returned";

let store: PhoneStore;
let turn = 0;

const kept = (uuid: string, rev: number, more: Partial<KeptRecord> = {}): KeptRecord =>
  ({ uuid, visit: `v-${uuid}`, seq: turn++, draft: { rev }, returned: null, ...more }) as unknown as KeptRecord;
const review = { by: "邵某", at: "2026-09-15T02:00:00Z", reason: "第 4 项照片看不清，请补拍。" };

beforeEach(() => {
  store = new PhoneStore(`returned-${turn++}`);
  vi.stubGlobal("document", { cookie: "" });
  vi.stubGlobal("fetch", (url: string) => {
    const body = url.includes("state=returned") ? { count: 2, rows: [{ uuid: "a", rev: 1 }, { uuid: "b", rev: 2 }, { uuid: "elsewhere", rev: 1 }], next: null } : { uuid: "a", rev: 1, review };
    return Promise.resolve(new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }));
  });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await store.delete();
});

test("a returned record gets its reason, one of an older revision or another phone does not", async () => {
  await store.records.bulkPut([kept("a", 1), kept("b", 1)]);
  await returnedFetch(store);
  expect((await store.records.toArray()).map((one) => [one.uuid, one.returned])).toEqual([["a", review], ["b", null]]);
});

test("a record that is no longer returned loses the mark", async () => {
  await store.records.bulkPut([kept("c", 1, { returned: review })]);
  await returnedFetch(store);
  expect((await store.records.get("c"))?.returned).toBeNull();
});
