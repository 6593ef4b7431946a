/** The dice of one draw as they are called out: typed once, never deleted. A row that was typed wrong is typed again
 *  as a whole, and what it held stays in sight. Kept on this device until the draw is drawn: a reload loses nothing. */
import { computed, reactive, watch } from "vue";

import { nowText } from "@/shared/now";

export const ROW = 10;

interface Redone {
  row: number;
  digits: string;
  at: string;
}

interface Kept {
  digits: string[];
  second: string;
  redone: Redone[];
}

export interface Dice {
  digits: string[];
  second: string;
  redone: Redone[];
}

function kept(key: string, n: number): Kept {
  const start: Kept = { digits: Array<string>(n).fill(""), second: "", redone: [] };
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
    return found && found.digits.length === n ? found : start;
  } catch {
    return start;
  }
}

export function useDice(draw: string, n: number) {
  const key = `wenxun.dice.${draw}`;
  const dice = reactive<Dice>(kept(key, n));
  watch(dice, () => localStorage.setItem(key, JSON.stringify(dice)), { deep: true });

  const at = computed(() => dice.digits.indexOf(""));
  const typed = computed(() => dice.digits.filter((digit) => digit !== "").length);
  const full = computed(() => at.value < 0);
  const rows = computed(() => Array.from({ length: Math.ceil(n / ROW) }, (_, row) => dice.digits.slice(row * ROW, row * ROW + ROW)));
  /** the row last typed into: the one that may be typed again before anybody throws on */
  const lastRow = computed(() => (typed.value ? Math.floor(((full.value ? n : at.value) - 1) / ROW) : -1));

  function enter(digit: string): void {
    if (at.value >= 0 && /^[0-9]$/.test(digit)) dice.digits[at.value] = digit;
  }

  function redo(row: number): void {
    const held = dice.digits.slice(row * ROW, row * ROW + ROW);
    if (!held.some((digit) => digit !== "")) return;
    dice.redone.push({ row, digits: held.join(""), at: nowText() });
    for (let cell = row * ROW; cell < Math.min(n, row * ROW + ROW); cell++) dice.digits[cell] = "";
    dice.second = "";
  }

  /** Rows in which the second reader has another digit than the first. */
  const differing = computed(() => rows.value.flatMap((row, r) => (row.some((digit, cell) => { const other = dice.second[r * ROW + cell]; return other !== undefined && other !== digit; }) ? [r] : [])));
  const agreed = computed(() => full.value && dice.second === dice.digits.join(""));
  const forget = (): void => localStorage.removeItem(key);

  return { dice, at, typed, full, rows, lastRow, differing, agreed, enter, redo, forget };
}
