import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { numbersUsed, numberTake } from "@/offline/booklet";
import { PhoneStore } from "@/offline/db";

const held = (seq: number) => ({ kind: "rectification", year: 2026, seq, number: `(钢)文综责改字〔2026〕${seq}号`, state: "held" });
let store: PhoneStore;

beforeEach(async () => {
  vi.stubGlobal("navigator", {});
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

test("a number whose paper could not be kept stays free", async () => {
  await expect(numberTake(store, "rectification", 2026, () => Promise.reject(new Error("full")))).rejects.toThrow("full");
  expect(await numberTake(store, "rectification", 2026, async () => undefined)).toBe(held(7).number);
});
