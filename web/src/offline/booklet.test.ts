import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { bookletFetch, bookletKept, bookletReturn, numberRelease, numbersUsed, numberTake } from "@/offline/booklet";
import { PhoneStore } from "@/offline/db";

const { asked, answer } = vi.hoisted(() => ({ asked: [] as [string, unknown][], answer: { lost: 0 } }));
vi.mock("@/api/wire", () => ({
  told: (one: Promise<unknown>) => one,
  wire: {
    GET: () => Promise.resolve([]),
    POST: (path: string, { body }: { body: unknown }) => {
      asked.push([path, body]);
      return answer.lost-- > 0 ? Promise.reject(new Error("silence")) : Promise.resolve([]);
    },
  },
}));

const held = (seq: number) => ({ uuid: `n${seq}`, kind: "rectification", year: 2026, seq, number: `(钢)文综责改字〔2026〕${seq}号`, state: "held" });
let store: PhoneStore;

beforeEach(async () => {
  vi.stubGlobal("navigator", {});
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => kept.set(key, text) });
  asked.length = 0;
  answer.lost = 0;
  store = new PhoneStore("booklet");
  await store.facts.put({ key: "booklet", value: [held(7), held(8)] });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await store.delete();
});

test("a number once taken is never given again, even when its paper was thrown away", async () => {
  const kept: string[] = [];
  const take = () => numberTake(store, "rectification", 2026, async (number) => void kept.push(number));
  expect([await take(), await take(), await take()]).toEqual([held(7).number, held(8).number, ""]);
  expect(kept).toEqual([held(7).number, held(8).number]);
  expect([...(await numbersUsed(store))]).toEqual(kept);
});

test("a number of a paper neither printed nor signed is free again, for the next paper or to go back", async () => {
  const take = () => numberTake(store, "rectification", 2026, async () => undefined);
  const number = await take();
  await numberRelease(store, number);
  expect([...(await numbersUsed(store))]).toEqual([]);
  expect(await take()).toBe(number);
  await numberRelease(store, number);
  await bookletReturn(store);
  expect(asked).toEqual([["/api/v1/numbers/return", { numbers: ["n7", "n8"] }]]);
});

test("a number whose paper could not be kept stays free", async () => {
  await expect(numberTake(store, "rectification", 2026, () => Promise.reject(new Error("full")))).rejects.toThrow("full");
  expect(await numberTake(store, "rectification", 2026, async () => undefined)).toBe(held(7).number);
});

test("what no paper bears goes back when the phone is left, and can be taken no more", async () => {
  const number = await numberTake(store, "rectification", 2026, async () => undefined);
  await bookletReturn(store);
  expect([asked, (await bookletKept(store)).map((one) => one.number)]).toEqual([[["/api/v1/numbers/return", { numbers: ["n8"] }]], [number]]);
  expect(await numberTake(store, "rectification", 2026, async () => undefined)).toBe("");
});

test("an answer that was lost is asked for again before anything new is reserved", async () => {
  answer.lost = 1;
  await expect(bookletReturn(store)).rejects.toThrow("silence");
  await store.visits.put({ uuid: "v", visit: { state: "approved", planned_from: "2026-09-15" } as never, fetchedAt: "" });
  await store.facts.put({ key: "booklet.on", value: "2026-09-15" });
  await bookletFetch(store, ["number.reserve"], "2026-09-15");
  expect(asked.map(([path]) => path)).toEqual(["/api/v1/numbers/return", "/api/v1/numbers/return", "/api/v1/numbers/reserve", "/api/v1/numbers/reserve"]);
});

test("at the end of a day what is left goes back, and with nothing to visit none is held", async () => {
  await store.facts.put({ key: "booklet.on", value: "2026-09-14" });
  await bookletFetch(store, ["number.reserve"], "2026-09-15");
  expect([asked, await bookletKept(store)]).toEqual([[["/api/v1/numbers/return", { numbers: ["n7", "n8"] }]], []]);
});

test("a number borne by a paper outlives the store of whoever signs out", async () => {
  await numberTake(store, "rectification", 2026, async () => undefined);
  await store.facts.delete("booklet.taken");
  expect([...(await numbersUsed(store))]).toEqual([held(7).number]);
});
