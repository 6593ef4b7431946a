import { expect, test } from "vitest";

import { job } from "@/domain/outbox";
import { deviceName, summary } from "@/field/report";
import type { KeptRecord } from "@/offline/db";

const receipt = {} as NonNullable<KeptRecord["receipt"]>;
const record = (uuid: string, queuedAt: string, sent = false) => ({ uuid, venue: `场所${uuid}`, queuedAt, receipt: sent ? receipt : null });
const task = (id: string, of: string, state: "pending" | "held" | "done") => job({ id, kind: id === of ? "record" : "file", record: of, seq: 1, size: 10, state, reason: state === "held" ? "hash_mismatch" : null, message: state === "held" ? "校验值不符" : "" });

test("what is sent already is not told, what waits is, with its age and its reasons", () => {
  const records = [record("a", "2026-09-15T02:00:00Z", true), record("b", "2026-09-15T03:00:00Z", true), record("c", "2026-09-14T03:00:00Z")];
  const jobs = [task("a", "a", "done"), task("a1", "a", "done"), task("b", "b", "done"), task("b1", "b", "held"), task("b2", "b", "done"), task("c", "c", "pending")];
  expect(summary(records, jobs, 2, 0)).toEqual({
    drafts: 2, records_unsent: 2, items_left: 2, items_all: 4, oldest_unsent_at: "2026-09-14T03:00:00Z", lost: 0,
    failed: [{ record: "b", venue: "场所b", kind: "file", reason: "hash_mismatch", message: "校验值不符" }],
  });
});

test("a phone with nothing left says so", () => {
  expect(summary([record("a", "2026-09-15T02:00:00Z", true)], [task("a", "a", "done")], 0, 3)).toEqual({
    drafts: 0, records_unsent: 0, items_left: 0, items_all: 0, oldest_unsent_at: null, failed: [], lost: 3,
  });
});

test.each([
  ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "Android · Chrome"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1", "iPhone · Safari"],
  ["Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0", "Android · 微信"],
  ["curl", ""],
])("%s is %s", (agent, name) => expect(deviceName(agent)).toBe(name));
