import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { address, get, knock, NoReply, onSignedOut, post, Refusal } from "@/api/client";
import { told, wire } from "@/api/wire";

let sent: { url: string; init: RequestInit }[] = [];

function answer(status: number, body: string, type = "application/json"): void {
  sent = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return Promise.resolve(new Response(status === 204 ? null : body, { status, headers: { "content-type": type } }));
  });
}

const headers = (): Headers => sent[0]!.init.headers as Headers;

beforeEach(() => vi.stubGlobal("document", { cookie: "other=1; csrftoken=tok%2B1" }));
afterEach(() => vi.unstubAllGlobals());

test("a write carries the CSRF token, a key of its own and JSON", async () => {
  answer(200, "{}");
  await post("/venues", { name: "云阶" });
  expect([headers().get("X-CSRFToken"), headers().get("Content-Type"), sent[0]!.init.body]).toEqual(["tok+1", "application/json", '{"name":"云阶"}']);
  expect(headers().get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
});

test("a read carries neither token nor key", async () => {
  answer(200, "{}");
  await get("/venues");
  expect([...headers().keys()].sort()).toEqual(["accept", "accept-language"]);
});

test("empty filters are left out of the address", () => {
  expect(address("/venues", { q: "", category: "KTV", cursor: null, tag: ["a", "b"] })).toBe("/api/v1/venues?category=KTV&tag=a&tag=b");
});

test("a refusal keeps its code, its sentence and its facts", async () => {
  answer(409, JSON.stringify({ code: "move_not_open", message: "当前状态不能办理。", data: { state: "accepted" } }));
  const refusal = await post("/x").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ status: 409, code: "move_not_open", message: "当前状态不能办理。", data: { state: "accepted" } });
});

test("every write carries the CSRF token, also one that puts a file in its place", async () => {
  answer(200, "{}");
  await knock(new Request("http://site.test/api/v1/forms/x/templates/docx", { method: "PUT", body: "bytes" }));
  expect([sent[0]!.init.method, headers().get("X-CSRFToken"), headers().has("Idempotency-Key")]).toEqual(["PUT", "tok+1", false]);
});

test("a captive portal's page is no answer, whatever its status", async () => {
  answer(200, "<html>login to wifi</html>", "text/html");
  await expect(get("/session")).rejects.toMatchObject({ why: "captive" });
});

test("a broken connection is no answer", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(get("/session")).rejects.toBeInstanceOf(NoReply);
});

test("a call that takes too long is given up", async () => {
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => new Promise((_done, fail) => init.signal!.addEventListener("abort", () => fail(new DOMException("aborted", "AbortError")))));
  await expect(get("/session", {}, { timeoutMs: 5 })).rejects.toMatchObject({ why: "timeout" });
});

describe("an ended session", () => {
  test("is told to everybody who listens", async () => {
    const listener = vi.fn();
    onSignedOut(listener);
    answer(401, JSON.stringify({ code: "sign_in_needed", message: "请先登录。", data: {} }));
    await get("/visits").catch(() => undefined);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test("is not a wrong password", async () => {
    const listener = vi.fn();
    onSignedOut(listener);
    answer(401, JSON.stringify({ code: "sign_in_failed", message: "用户名或密码不对。", data: {} }));
    await post("/session", {}).catch(() => undefined);
    expect(listener).not.toHaveBeenCalled();
  });
});

test("the typed wire speaks through the same door", async () => {
  answer(200, JSON.stringify({ count: 0, rows: [], next: null }));
  const page = await told(wire.GET("/api/v1/venues", { baseUrl: "http://localhost", params: { query: { q: "云阶" } } }));
  expect([page.count, new URL(sent[0]!.url).pathname, new URL(sent[0]!.url).searchParams.get("q"), headers().get("accept")]).toEqual([0, "/api/v1/venues", "云阶", "application/json"]);
});
