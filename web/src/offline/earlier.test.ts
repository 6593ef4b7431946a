import "fake-indexeddb/auto";

import { expect, test } from "vitest";

import type { Visit } from "@/api/types";
import { PhoneStore } from "@/offline/db";
import { earlierFetch, earlierName } from "@/offline/earlier";

const visit = (...photos: string[]): Visit => ({ uuid: "v", venue: { history: [{ item: "NET-02", found_on: "2026-08-01", corrected: false, photos: photos.map((id) => ({ id, taken_at: null, sha256: "", after: false, thumb: `/t/${id}` })) }] } }) as unknown as Visit;

test("earlier photos are fetched once, kept while a visit speaks of them, and no photo of the phone's own goes with them", async () => {
  const store = new PhoneStore(`e${Math.random()}`);
  const asked: string[] = [];
  const load = (url: string): Promise<Blob | null> => {
    asked.push(url);
    return url.endsWith("gone") ? Promise.reject(new Error("no network")) : Promise.resolve(new Blob(["x"], { type: "image/jpeg" }));
  };
  await store.thumbs.put({ id: "own", bytes: new ArrayBuffer(1), type: "image/jpeg" });
  await store.visits.put({ uuid: "v", visit: visit("a", "gone"), fetchedAt: "" });
  await earlierFetch(store, load);
  await earlierFetch(store, load);
  expect(asked).toEqual(["/t/a", "/t/gone", "/t/gone"]);
  await store.visits.put({ uuid: "v", visit: visit("b"), fetchedAt: "" });
  await earlierFetch(store, load);
  expect((await store.thumbs.toCollection().primaryKeys()).sort()).toEqual([earlierName("b"), "own"].sort());
});
