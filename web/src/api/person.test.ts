import "fake-indexeddb/auto";

import { expect, test, vi } from "vitest";

import { personForget, personKeep, personKept } from "@/api/person";

test("the last person of the device is on the disk at once, and gone after signing out", async () => {
  expect(await personKept()).toBeUndefined();
  await personKeep({ user: { name: "秦知远" }, demo: true });
  expect(await personKept()).toEqual({ user: { name: "秦知远" }, demo: true });
  await personForget();
  expect(await personKept()).toBeUndefined();
});

test("a browser without a store keeps nobody and fails nothing", async () => {
  vi.stubGlobal("indexedDB", undefined);
  await personKeep({});
  expect(await personKept()).toBeUndefined();
  vi.unstubAllGlobals();
});
