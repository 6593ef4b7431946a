import { afterEach, expect, test, vi } from "vitest";

import { CHUNK_BYTES, fileSend, sha256Hex } from "@/api/upload";

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** A server that keeps what it was sent and forgets the answer of its first call. */
function server() {
  let held = 0;
  const seen: string[] = [];
  let calls = 0;
  const fetch = vi.fn(async (url: string, init: RequestInit) => {
    const offset = Number(new URL(url, "http://x").searchParams.get("offset"));
    const part = new Uint8Array(init.body as ArrayBuffer);
    const total = Number((init.headers as Record<string, string>)["X-Total-Size"]);
    seen.push(`${offset}+${part.length}`);
    calls += 1;
    if (offset !== held) return answer(409, { code: "wrong_offset", message: "", data: { offset: held } });
    held += part.length;
    if (calls === 1) return answer(409, { code: "wrong_offset", message: "", data: { offset: held } });
    return answer(200, { offset: held, complete: held === total });
  });
  return { fetch, held: () => held, seen };
}

afterEach(() => vi.unstubAllGlobals());

test("a file goes out in chunks and jumps to where the server is", async () => {
  const { fetch, held, seen } = server();
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("document", { cookie: "csrftoken=x" });
  const bytes = new Uint8Array(CHUNK_BYTES * 2 + 5).map((_, n) => n % 251);
  const told: number[] = [];
  const sent = await fileSend(bytes.buffer, "draw:1", (n) => told.push(n));
  expect({ seen, told, size: held(), sha: sent.sha256 }).toEqual({
    seen: [`0+${CHUNK_BYTES}`, `${CHUNK_BYTES}+${CHUNK_BYTES}`, `${CHUNK_BYTES * 2}+5`],
    told: [CHUNK_BYTES, CHUNK_BYTES * 2, CHUNK_BYTES * 2 + 5],
    size: bytes.length,
    sha: await sha256Hex(bytes),
  });
});

test("a refusal is thrown with its code", async () => {
  vi.stubGlobal("fetch", async () => answer(507, { code: "quota_full", message: "空间已满", data: {} }));
  vi.stubGlobal("document", { cookie: "" });
  await expect(fileSend(new ArrayBuffer(3), "draw:1")).rejects.toMatchObject({ code: "quota_full", message: "空间已满" });
});
