/** Numbers and signatures typed twice by two readers: what lotteries and drand give. */
import { computed, reactive, type ComputedRef } from "vue";

import { sha256Hex } from "@/api/upload";
import type { Source } from "@/scheduling/draws";

const SIGNATURE = /^[0-9a-f]{96}$/;
const WANTED: Record<string, number> = { ssq: 7, pl5: 5, "3d": 3 };

/** As it is compared: the numbers of 双色球, the digits of the others, the hex digits of a signature. */
export function plain(kind: string, text: string): string {
  if (kind === "drand") return text.replace(/\s+/g, "").toLowerCase();
  if (kind !== "ssq") return text.replace(/\D+/g, "");
  return (text.match(/\d+/g) ?? []).map((one) => one.padStart(2, "0")).join(" ");
}

/** Enough of the right kind; the server reads it once more. */
export function wholeNumber(kind: string, text: string): boolean {
  const found = plain(kind, text);
  if (kind === "drand") return SIGNATURE.test(found);
  return (kind === "ssq" ? found.split(" ") : found).length === WANTED[kind];
}

export interface Numbers {
  typed: Record<string, string>;
  again: Record<string, string>;
  listed: ComputedRef<Source[]>;
  agrees: (kind: string) => boolean;
  /** both have typed enough, and not the same */
  differs: (kind: string) => boolean;
  ready: ComputedRef<boolean>;
  /** what is sent for one source, and its proof: a signature, else the photo of the sheet */
  told: (source: Source, sheet: string) => Promise<{ value: string; proof: string }>;
}

export function useNumbers(sources: () => Source[]): Numbers {
  const typed = reactive<Record<string, string>>({});
  const again = reactive<Record<string, string>>({});
  const listed = computed(() => sources().filter((source) => source.kind !== "dice"));
  const agrees = (kind: string): boolean => wholeNumber(kind, typed[kind] ?? "") && plain(kind, typed[kind] ?? "") === plain(kind, again[kind] ?? "");
  const differs = (kind: string): boolean => [typed, again].every((one) => wholeNumber(kind, one[kind] ?? "")) && !agrees(kind);
  const ready = computed(() => listed.value.every((source) => agrees(source.kind)));

  async function told(source: Source, sheet: string): Promise<{ value: string; proof: string }> {
    const text = plain(source.kind, typed[source.kind] ?? "");
    if (source.kind !== "drand") return { value: text, proof: sheet };
    const signature = Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    return { value: await sha256Hex(signature), proof: text };
  }

  return { typed, again, listed, agrees, differs, ready, told };
}
