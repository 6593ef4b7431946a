/** The right to evaluate one check, as this phone holds it: fetched blindly, kept here alone, used once. */
import { Refusal } from "@/api/client";
import { told, wire, type Of } from "@/api/wire";
import { blind, finalized, fromHex, keyOf, prepared, toHex, type Blinded, type PublicKey } from "@/domain/blinding";

const KEPT = "wenxun.right.";
const PENDING = "wenxun.right.asked.";

/** What is signed, by which key; `used` once it was sent. Nothing here names the visit to the server. */
export interface Right {
  key: string;
  message: string;
  signature: string;
  used: boolean;
}

/** Whether this browser can blind at all: WebCrypto needs HTTPS. */
export const able = (): boolean => typeof BigInt === "function" && !!globalThis.crypto?.subtle;

export function kept(token: string): Right | null {
  const text = localStorage.getItem(KEPT + token);
  return text ? (JSON.parse(text) as Right) : null;
}

function keep(token: string, right: Right): Right {
  localStorage.setItem(KEPT + token, JSON.stringify(right));
  return right;
}

/** What this phone has asked to be signed: kept before it is sent, so that a lost answer can be asked for again. */
async function pendingOf(token: string): Promise<{ asked: Blinded; key: PublicKey; uuid: string }> {
  const text = localStorage.getItem(PENDING + token);
  if (text) {
    const was = JSON.parse(text) as Record<"uuid" | "n" | "e" | "message" | "encoded" | "inverse" | "blinded", string>;
    const asked = { message: fromHex(was.message), encoded: BigInt(was.encoded), inverse: BigInt(was.inverse), blinded: fromHex(was.blinded) };
    return { asked, key: { n: BigInt(was.n), e: BigInt(was.e) }, uuid: was.uuid };
  }
  const given: Of<"EvaluationKeyOut"> = await told(wire.GET("/api/v1/public/visits/{token}/evaluation-right", { params: { path: { token } } }));
  const key = keyOf(given.modulus, given.exponent);
  const asked = await blind(prepared(crypto.getRandomValues(new Uint8Array(32))), key);
  localStorage.setItem(PENDING + token, JSON.stringify({ uuid: given.uuid, n: String(key.n), e: String(key.e), message: toHex(asked.message), encoded: String(asked.encoded), inverse: String(asked.inverse), blinded: toHex(asked.blinded) }));
  return { asked, key, uuid: given.uuid };
}

/** The visit's right: the kept one, or a new one signed blindly; null when another phone was first. */
export async function rightOf(token: string): Promise<Right | null> {
  const mine = kept(token);
  if (mine) return mine;
  const { asked, key, uuid } = await pendingOf(token);
  try {
    const answer = await told(wire.POST("/api/v1/public/visits/{token}/evaluation-right", { params: { path: { token } }, body: { key: uuid, blinded: toHex(asked.blinded) } }));
    const signature = finalized(fromHex(answer.signature), asked, key);
    const right = keep(token, { key: uuid, message: toHex(asked.message), signature: toHex(signature), used: false });
    localStorage.removeItem(PENDING + token);
    return right;
  } catch (error) {
    if (error instanceof Refusal && ["evaluation_given", "evaluation_closed", "evaluation_key_wrong", "not_allowed"].includes(error.code)) return null;
    throw error;
  }
}

/** Send what was said; an answer that was lost on the way counts as sent. */
export async function say(token: string, right: Right, score: 1 | 2 | 3, text: string): Promise<void> {
  try {
    await told(wire.POST("/api/v1/public/evaluations", { body: { key: right.key, message: right.message, signature: right.signature, score, text } }));
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "evaluation_spent")) throw error;
  }
  keep(token, { ...right, used: true });
}
