import "fake-indexeddb/auto";

import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchEffect } from "vue";

import { useSession } from "@/api/session";
import type { SessionUser } from "@/api/types";
import { draftStart } from "@/domain/record";
import { usePhone } from "@/field/phone";
import { useSyncBar } from "@/field/sync";
import { phoneStore } from "@/offline/db";
import { draftFinish } from "@/offline/drafts";
import { AT, finished, visit } from "@/offline/engine.scene";

const READING = "正在读取";
const ALL_SENT = "全部已上传";
const UNSENT = /^上传中|^等待网络|未传$/;
let turn = 0;
let person: string;

/** a server that never answers, until the caller gives up */
function unanswered(_: unknown, { signal }: RequestInit): Promise<never> {
  return new Promise((_, no) => signal?.addEventListener("abort", () => no(signal.reason)));
}

beforeEach(() => {
  person = `sync-${turn++}`;
  const kept = new Map<string, string>();
  const nothing = { addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal("localStorage", { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) });
  vi.stubGlobal("window", nothing);
  vi.stubGlobal("document", { ...nothing, visibilityState: "visible", cookie: "" });
  vi.stubGlobal("navigator", { onLine: true, userAgent: "" });
  vi.stubGlobal("fetch", unanswered);
  setActivePinia(createPinia());
});

afterEach(async () => {
  await usePhone().close();
  vi.unstubAllGlobals();
});

/** Every sentence the bar says from the first instant on. */
function heard(): string[] {
  const said: string[] = [];
  const bar = useSyncBar();
  watchEffect(() => said.at(-1) !== bar.value.lead && said.push(bar.value.lead), { flush: "sync" });
  return said;
}

async function opened(): Promise<ReturnType<typeof usePhone>> {
  useSession().user = { uuid: person, verbs: [] } as unknown as SessionUser;
  const phone = usePhone();
  await vi.waitFor(() => expect(phone.ready).toBe(true));
  return phone;
}

test("the bar does not say that all is sent before it has read what the phone holds", async () => {
  await finished(phoneStore(person), "a", [100]);
  const said = heard();
  await opened();
  await vi.waitFor(() => expect(said.at(-1)).toMatch(UNSENT));
  expect([said[0], said.includes(ALL_SENT)]).toEqual([READING, false]);
});

test("a phone that holds nothing says so, after it has looked", async () => {
  const said = heard();
  await opened();
  await vi.waitFor(() => expect(said).toEqual([READING, ALL_SENT]));
});

test("between the end of a draft and the sight of its record nothing is said to be sent", async () => {
  const store = phoneStore(person);
  const kept = { visit: "v", draft: { ...draftStart({ uuid: "d", visit: "v", formVersion: "f1", at: AT }), outcome: "done" as const, answers: { K1: { conforms: true, note: "", photos: [], corrected: false, afterPhotos: [] } } }, of: visit("v"), savedAt: AT };
  await store.drafts.put(kept);
  const said = heard();
  const phone = await opened();
  expect(said.at(-1)).toBe("草稿 1 份");
  await draftFinish({ store, kept, device: { time: AT, offsetMs: 0 }, gps: null, at: AT });
  await vi.waitFor(() => expect([phone.drafts.length, phone.records.length]).toEqual([0, 1]));
  await vi.waitFor(() => expect(said.at(-1)).toMatch(UNSENT));
  expect(said).not.toContain(ALL_SENT);
});
