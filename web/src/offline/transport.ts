/** The wire of the outbox: a few calls, each a POST or GET, each turned into a plain answer. */
import { BASE, exchange, isJson, NoReply } from "@/api/client";
import type { Answer } from "@/domain/outbox";
import type { KeptFile, KeptRecord, KeptWish } from "@/offline/db";

export interface Transport {
  submit(record: KeptRecord, signal: AbortSignal): Promise<Answer>;
  ask(file: KeptFile, signal: AbortSignal): Promise<Answer>;
  chunk(file: KeptFile, offset: number, bytes: ArrayBuffer, signal: AbortSignal): Promise<Answer>;
  copy(file: KeptFile, bytes: ArrayBuffer, signal: AbortSignal): Promise<Answer>;
  wish(wish: KeptWish, signal: AbortSignal): Promise<Answer>;
}

const TIMEOUT_MS = 45_000;

function retryAfter(reply: Response): number | null {
  const seconds = Number(reply.headers.get("retry-after") ?? "");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

async function told(ask: () => Promise<Response>): Promise<Answer> {
  try {
    const reply = await ask();
    const body: unknown = isJson(reply) && !reply.redirected ? await reply.json() : undefined;
    return { kind: "reply", status: reply.status, body, retryAfterMs: retryAfter(reply) };
  } catch (error) {
    return error instanceof NoReply && error.why === "stopped" ? { kind: "stopped" } : { kind: "silence" };
  }
}

export const wire: Transport = {
  submit: (record, signal) =>
    told(() => exchange(`${BASE}/inspections/${record.uuid}`, { method: "POST", body: { ...record.body, digest: record.digest }, timeoutMs: TIMEOUT_MS, signal })),

  ask: (file, signal) => told(() => exchange(`${BASE}/files/${file.id}`, { timeoutMs: TIMEOUT_MS, signal })),

  chunk: (file, offset, bytes, signal) =>
    told(() =>
      exchange(`${BASE}/files/${file.id}/chunks?offset=${offset}`, {
        method: "POST",
        body: bytes,
        timeoutMs: TIMEOUT_MS,
        signal,
        headers: {
          "Content-Type": "application/octet-stream",
          "X-Total-Size": String(file.size),
          "X-Sha256": file.sha256,
          "X-Owner": `inspection:${file.record}`,
        },
      }),
    ),

  copy: (file, bytes, signal) =>
    told(() => exchange(`${BASE}/files/${file.id}/copy`, { method: "POST", body: bytes, timeoutMs: TIMEOUT_MS, signal, headers: { "Content-Type": "application/octet-stream" } })),

  // the key is the wish's own name: asked again, the server gives the answer it gave
  wish: (wish, signal) => told(() => exchange(BASE + wish.path, { method: "POST", body: wish.body, timeoutMs: TIMEOUT_MS, signal, headers: { "Idempotency-Key": wish.id } })),
};
