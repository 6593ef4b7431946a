/** Fetch the package of a draw and compute it again on this device, step by step. */
import { onScopeDispose, ref, shallowRef } from "vue";

import { exchange, NoReply, Refusal } from "@/api/client";
import type { Bytes } from "@/domain/draw/bytes";
import { verified, type Asked, type Step, type Verified } from "@/domain/verify";
import type { Answer, Question } from "@/scheduling/verify.worker";
import { nowMs, offsetMs } from "@/shared/now";

export type Check = "waiting" | "running" | "done" | "unable" | "failed";

declare const __VERIFIER__: string[];

/** Without a word of the server's time the log alone says what is overdue: a demonstration lives on another day. */
const nowSeconds = (): number => (offsetMs.value === null ? 0 : Math.floor(nowMs() / 1000));

/** In a worker where there are workers of this kind, otherwise here. */
function computed(zip: Bytes, asked: Question["asked"], told: (step: Step) => void, stop: AbortSignal): Promise<Verified> {
  if (typeof Worker === "undefined") return verified(zip, { ...asked, told });
  const worker = new Worker(new URL("./verify.worker.ts", import.meta.url), { type: "module" });
  stop.addEventListener("abort", () => worker.terminate());
  return new Promise<Verified>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if ("step" in data) return told(data.step);
      worker.terminate();
      resolve(data.verified);
    };
    worker.onerror = () => {
      worker.terminate();
      resolve(verified(zip, { ...asked, told }));
    };
    worker.postMessage({ zip, asked } satisfies Question);
  });
}

/** `unable`: this browser has no SHA-256 (no HTTPS) or cannot unpack; `failed`: the package could not be read. */
export function useCheck() {
  const state = ref<Check>("waiting");
  const found = shallowRef<Verified | null>(null);
  /** steps that are done, while the others are running */
  const steps = shallowRef<Step[]>([]);
  const tookMs = ref(0);
  const size = ref(0);
  let running = new AbortController();
  onScopeDispose(() => running.abort(), true);

  /** `read` gives the bytes of draw.zip: fetched, or picked by the reader. */
  async function computeOf(read: () => Promise<ArrayBuffer>, code: string, asked: Asked): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    found.value = null;
    steps.value = [];
    if (!globalThis.crypto?.subtle || typeof DecompressionStream === "undefined") {
      state.value = "unable";
      return;
    }
    state.value = "running";
    try {
      const zip = new Uint8Array(await read());
      size.value = zip.length;
      const start = performance.now();
      const told = (step: Step): void => void (mine.signal.aborted || (steps.value = [...steps.value, step]));
      const whole = await computed(zip, { now: nowSeconds(), verifier: __VERIFIER__, ...asked, code }, told, mine.signal);
      if (mine.signal.aborted) return;
      found.value = whole;
      tookMs.value = performance.now() - start;
      state.value = "done";
    } catch (error) {
      state.value = error instanceof NoReply || error instanceof Refusal ? "waiting" : "failed";
    }
  }

  async function fetched(address: string): Promise<ArrayBuffer> {
    const reply = await exchange(address);
    if (!reply.ok) throw new Refusal(reply.status, "error", "", {});
    return reply.arrayBuffer();
  }

  const check = (address: string, code = "", asked: Asked = {}): Promise<void> => computeOf(() => fetched(address), code, asked);
  /** A package the reader holds, from wherever he has it: nothing is sent. */
  const checkFile = (file: File): Promise<void> => computeOf(() => file.arrayBuffer(), "", {});

  return { state, found, steps, tookMs, size, check, checkFile };
}
