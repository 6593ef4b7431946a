/** Send one file of the desk in chunks, and know its hash before the first byte leaves. */
import { BASE, exchange, isJson, NoReply, Refusal } from "@/api/client";
import { uuid } from "@/domain/uuid";

export const CHUNK_BYTES = 256 * 1024;
const TIMEOUT_MS = 45_000;

export interface Sent {
  uuid: string;
  sha256: string;
  size: number;
}

export async function sha256Hex(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Heard {
  offset?: number;
  complete?: boolean;
  code?: string;
  message?: string;
  data?: { offset?: number } & Record<string, unknown>;
}

/** `owner` is noun:uuid. `told` hears how many bytes the server holds. Refusals and silence are thrown. */
export async function fileSend(bytes: ArrayBuffer, owner: string, told: (sent: number) => void = () => undefined): Promise<Sent> {
  const file: Sent = { uuid: uuid(), sha256: await sha256Hex(bytes), size: bytes.byteLength };
  const headers = { "Content-Type": "application/octet-stream", "X-Total-Size": String(file.size), "X-Sha256": file.sha256, "X-Owner": owner };
  let offset = 0;
  for (;;) {
    const body = bytes.slice(offset, offset + CHUNK_BYTES);
    const reply = await exchange(`${BASE}/files/${file.uuid}/chunks?offset=${offset}`, { method: "POST", body, headers, timeoutMs: TIMEOUT_MS });
    if (!isJson(reply)) throw new NoReply("captive");
    const heard = (await reply.json()) as Heard;
    const at = reply.ok ? heard.offset : heard.code === "wrong_offset" ? heard.data?.offset : undefined;
    if (at === undefined || (!reply.ok && at === offset)) throw new Refusal(reply.status, heard.code ?? "error", heard.message ?? "", heard.data ?? {});
    offset = at;
    told(offset);
    if (heard.complete || offset >= file.size) return file;
  }
}
