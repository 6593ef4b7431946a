/** The one door to the server: JSON both ways, CSRF on every write, refusals as `Refusal`, silence as `NoReply`. */

import { uuid } from "@/domain/uuid";
import { language } from "@/locales/language";

export const BASE = "/api/v1";

/** The server said no: a code the program understands, a sentence the officer understands. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly data: Record<string, unknown>,
  ) {
    super(message);
  }
}

/** Nobody who speaks our language answered: no network, a time-out, a captive portal. */
export class NoReply extends Error {
  constructor(readonly why: "network" | "timeout" | "captive" | "stopped") {
    super(why);
  }
}

export type Query = Record<string, string | number | boolean | null | undefined | string[]>;

export function cookie(name: string): string {
  const hit = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return hit ? decodeURIComponent(hit.slice(name.length + 1)) : "";
}

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) value.forEach((one) => search.append(key, one));
    else if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const tail = search.toString();
  return `${path.startsWith("/api/") ? path : BASE + path}${tail ? `?${tail}` : ""}`;
}

export function isJson(reply: Response): boolean {
  return (reply.headers.get("content-type") ?? "").includes("json");
}

const listeners = new Set<() => void>();

/** Called whenever the server answers 401: the session ended, nothing else changes. */
export function onSignedOut(listener: () => void): void {
  listeners.add(listener);
}

export interface Send {
  method?: "GET" | "POST" | "PUT";
  body?: unknown;
  headers?: HeadersInit;
  timeoutMs?: number;
  signal?: AbortSignal;
}

function headersOf(method: string, given: HeadersInit): Headers {
  const headers = new Headers(given);
  headers.set("Accept", "application/json");
  headers.set("Accept-Language", language.value);
  if (method !== "GET") headers.set("X-CSRFToken", cookie("csrftoken"));
  if (method === "POST") {
    // browsers repeat a POST on a broken connection by themselves: the key makes the repetition harmless
    if (!headers.has("Idempotency-Key")) headers.set("Idempotency-Key", uuid());
  }
  return headers;
}

/** One exchange with the server, without judging what it says. */
export async function exchange(url: string, send: Send = {}): Promise<Response> {
  const method = send.method ?? "GET";
  const raw = send.body instanceof ArrayBuffer || send.body instanceof Blob || send.body instanceof FormData || typeof send.body === "string";
  const headers = headersOf(method, send.headers ?? {});
  if (send.body !== undefined && !raw) headers.set("Content-Type", "application/json");
  const stop = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop.abort();
  }, send.timeoutMs ?? 30_000);
  send.signal?.addEventListener("abort", () => stop.abort(), { once: true });
  if (send.signal?.aborted) stop.abort();
  const body = send.body === undefined ? null : raw ? (send.body as BodyInit) : JSON.stringify(send.body);
  try {
    // what everybody may read carries an ETag; all else is never kept
    const cache = url.includes("/api/v1/public/") ? "default" : "no-store";
    return await fetch(url, { method, headers, body, credentials: "same-origin", cache, signal: stop.signal });
  } catch {
    throw new NoReply(late ? "timeout" : send.signal?.aborted ? "stopped" : "network");
  } finally {
    clearTimeout(timer);
  }
}

/** What is not an answer of ours is thrown. */
async function judged(reply: Response): Promise<Response> {
  if (reply.ok && (reply.status === 204 || isJson(reply))) return reply;
  if (!isJson(reply)) throw new NoReply("captive");
  const refusal = (await reply.json()) as { code?: string; message?: string; data?: Record<string, unknown> };
  if (reply.status === 401 && refusal.code !== "sign_in_failed") listeners.forEach((tell) => tell());
  throw new Refusal(reply.status, refusal.code ?? "error", refusal.message ?? "", refusal.data ?? {});
}

/** The door of the typed client (api/wire.ts). */
export async function knock(request: Request): Promise<Response> {
  const body = request.method === "GET" ? undefined : await request.arrayBuffer();
  return judged(await exchange(request.url, { method: request.method as "GET" | "POST" | "PUT", headers: request.headers, body }));
}

async function read<Out>(reply: Response): Promise<Out> {
  const good = await judged(reply);
  return (good.status === 204 ? undefined : await good.json()) as Out;
}

export async function get<Out>(path: string, query: Query = {}, send: Omit<Send, "method" | "body"> = {}): Promise<Out> {
  return read<Out>(await exchange(address(path, query), send));
}

export async function post<Out>(path: string, body: unknown = {}, send: Omit<Send, "method" | "body"> = {}): Promise<Out> {
  return read<Out>(await exchange(address(path), { ...send, method: "POST", body }));
}

/** The sentence to show for anything that went wrong. */
export function sentence(error: unknown, silence: string): string {
  return error instanceof Refusal && error.message ? error.message : silence;
}
