/** The service worker itself, run in a small stand-in of its scope, and its page side. */
import { readFileSync } from "node:fs";

import { afterEach, describe, expect, test, vi } from "vitest";

const SOURCE = readFileSync(new URL("../../worker/sw.js", import.meta.url), "utf8").replace("__VERSION__", "v2").replace("__SHELL__", '["/", "/assets/app.js"]');
const ORIGIN = "https://wenxun.example";

type Handler = (event: Record<string, unknown>) => void;

interface Scope {
  handlers: Record<string, Handler>;
  caches: Map<string, Map<string, Response>>;
  skipped: () => number;
}

function scope(fetched: (request: { url: string }) => Promise<Response>): Scope {
  const handlers: Record<string, Handler> = {};
  const caches = new Map<string, Map<string, Response>>();
  let skipped = 0;
  const key = (request: string | { url: string }): string => new URL(typeof request === "string" ? request : request.url, ORIGIN).pathname;
  const cacheOf = (name: string) => {
    const kept = caches.get(name) ?? new Map<string, Response>();
    caches.set(name, kept);
    return {
      addAll: async (requests: { url: string }[]) => {
        const got = await Promise.all(requests.map(async (one) => [key(one), await fetched(one)] as const));
        if (got.some(([, reply]) => !reply.ok)) throw new TypeError("addAll");
        got.forEach(([path, reply]) => kept.set(path, reply));
      },
      put: (request: { url: string }, reply: Response) => Promise.resolve(void kept.set(key(request), reply)),
    };
  };
  const self = {
    addEventListener: (name: string, handler: Handler) => (handlers[name] = handler), location: { origin: ORIGIN }, clients: { claim: () => Promise.resolve() },
    skipWaiting: () => void skipped++,
  };
  const store = {
    open: (name: string) => Promise.resolve(cacheOf(name)), keys: () => Promise.resolve([...caches.keys()]), delete: (name: string) => Promise.resolve(caches.delete(name)),
    match: (request: string | { url: string }) => Promise.resolve([...caches.values()].map((one) => one.get(key(request))).find((one) => one !== undefined)),
  };
  class Asked {
    constructor(readonly url: string) {}
  }
  new Function("self", "caches", "fetch", "Request", SOURCE)(self, store, fetched, Asked);
  return { handlers, caches, skipped: () => skipped };
}

async function fire(handler: Handler, event: Record<string, unknown>): Promise<unknown> {
  let waited: Promise<unknown> = Promise.resolve();
  handler({ ...event, waitUntil: (one: Promise<unknown>) => (waited = one), respondWith: (one: Promise<unknown>) => (waited = one) });
  return waited;
}

const request = (path: string, method = "GET", mode = "cors") => ({ request: { url: ORIGIN + path, method, mode } });

describe("the service worker", () => {
  test("field 44: it answers no POST, no call of the server and nothing of another origin", async () => {
    const { handlers } = scope(() => Promise.resolve(new Response("x")));
    const answered = vi.fn();
    for (const event of [request("/api/v1/files/x/chunks", "POST"), request("/assets/app.js", "PUT"), request("/", "POST", "navigate"), request("/api/v1/tasks"), { request: { url: "https://other.example/assets/app.js", method: "GET", mode: "cors" } }]) handlers["fetch"]!({ ...event, respondWith: answered });
    expect(answered).not.toHaveBeenCalled();
    handlers["fetch"]!({ ...request("/m/outbox", "GET", "navigate"), respondWith: answered });
    expect(answered).toHaveBeenCalledTimes(1);
  });

  test("field 42: an update that is cut off is refused whole and the old version keeps working", async () => {
    const old = new Response("old app");
    const { handlers, caches } = scope((asked) => (asked.url.includes("app.js") ? Promise.reject(new TypeError("cut")) : Promise.resolve(new Response("new"))));
    caches.set("wenxun-v1", new Map([["/", old]]));
    await expect(fire(handlers["install"]!, {})).rejects.toThrow("cut");
    expect([caches.get("wenxun-v2")?.size, await fire(handlers["fetch"]!, request("/m", "GET", "navigate"))]).toEqual([0, old]);
  });

  test("field 42: the download is begun again and then taken, the old version goes only when the new one is active", async () => {
    let cut = true;
    const { handlers, caches } = scope(() => (cut ? Promise.reject(new TypeError("cut")) : Promise.resolve(new Response("new"))));
    caches.set("wenxun-v1", new Map([["/", new Response("old")]]));
    await expect(fire(handlers["install"]!, {})).rejects.toThrow("cut");
    cut = false;
    await fire(handlers["install"]!, {});
    expect([...caches.keys()]).toEqual(["wenxun-v1", "wenxun-v2"]);
    await fire(handlers["activate"]!, {});
    expect([...caches.keys()]).toEqual(["wenxun-v2"]);
  });

  test("field 43: a new version waits until the page asks for it", async () => {
    const { handlers, skipped } = scope(() => Promise.resolve(new Response("x")));
    await fire(handlers["install"]!, {});
    expect(skipped()).toBe(0);
    handlers["message"]!({ data: "take-over" });
    expect(skipped()).toBe(1);
  });

  test("field 35: a captive portal's page is never kept in place of a part of the app", async () => {
    const { handlers, caches } = scope(() => Promise.resolve(new Response("<html>", { headers: { "content-type": "text/html" } })));
    await fire(handlers["fetch"]!, request("/assets/late.js"));
    expect([...caches.values()].flatMap((one) => [...one.keys()])).toEqual([]);
  });
});

describe("the page side", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test("field 43: the update is not taken while something is not on the disk", async () => {
    const listened = vi.fn();
    vi.stubGlobal("navigator", { serviceWorker: { addEventListener: listened } });
    const { updateTake } = await import("@/shared/worker");
    const { unsavedWatch } = await import("@/shared/unsaved");
    let dirty = true;
    unsavedWatch(() => dirty);
    const refused = updateTake();
    dirty = false;
    expect([refused, listened.mock.calls.length, updateTake(), listened.mock.calls.length]).toEqual([false, 0, true, 1]);
  });
});
