/** Fetch the package of a draw and compute it again on this device. */
import { ref, shallowRef } from "vue";

import { exchange, NoReply, Refusal } from "@/api/client";
import { unzipped } from "@/domain/ssj";
import { verified, type Verified } from "@/domain/verify";

export type Check = "waiting" | "running" | "done" | "unable" | "failed";

/** `unable`: this browser has no SHA-256 (no HTTPS) or cannot unpack; `failed`: the package could not be read. */
export function useCheck() {
  const state = ref<Check>("waiting");
  const found = shallowRef<Verified | null>(null);
  const tookMs = ref(0);
  const size = ref(0);

  async function check(address: string, code = ""): Promise<void> {
    found.value = null;
    if (!globalThis.crypto?.subtle || typeof DecompressionStream === "undefined") {
      state.value = "unable";
      return;
    }
    state.value = "running";
    try {
      const reply = await exchange(address);
      if (!reply.ok) throw new Refusal(reply.status, "error", "", {});
      const zip = new Uint8Array(await reply.arrayBuffer());
      size.value = zip.length;
      const start = performance.now();
      found.value = await verified(await unzipped(zip), code);
      tookMs.value = performance.now() - start;
      state.value = "done";
    } catch (error) {
      state.value = error instanceof NoReply || error instanceof Refusal ? "waiting" : "failed";
    }
  }

  return { state, found, tookMs, size, check };
}
