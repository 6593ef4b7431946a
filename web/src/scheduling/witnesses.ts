/** Witnesses of a draw and the photo of their signed sheet, kept on this device until the draw is drawn. */
import { computed, reactive, watch } from "vue";

export interface Witness {
  name: string;
  role: string;
}

export const FEWEST = 3;

interface Kept {
  witnesses: Witness[];
  sheet: { file: string | null; sha256: string; name: string };
}

const shared = new Map<string, Kept>();

function kept(draw: string): Kept {
  const held = shared.get(draw);
  if (held) return held;
  const start: Kept = { witnesses: Array.from({ length: FEWEST }, () => ({ name: "", role: "" })), sheet: { file: null, sha256: "", name: "" } };
  try {
    const found = JSON.parse(localStorage.getItem(`wenxun.witnesses.${draw}`) ?? "null") as Kept | null;
    const made = reactive(found ?? start);
    shared.set(draw, made);
    return made;
  } catch {
    return start;
  }
}

export function useWitnesses(draw: string) {
  const one = kept(draw);
  watch(one, () => localStorage.setItem(`wenxun.witnesses.${draw}`, JSON.stringify(one)), { deep: true });
  const named = computed(() => one.witnesses.map((each) => ({ name: each.name.trim(), role: each.role.trim() })).filter((each) => each.name));
  const enough = computed(() => new Set(named.value.map((each) => each.name)).size >= FEWEST);
  return { witnesses: one.witnesses, sheet: one.sheet, named, enough };
}
