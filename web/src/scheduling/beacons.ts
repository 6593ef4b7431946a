/** Which public chances a commit may name together, how strong they are, and which round of drand a moment means. */
import { LOTTERIES, type Lottery } from "@/scheduling/draws";

export const DRAND_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const DRAND_GENESIS_S = 1_692_803_367;
const DRAND_PERIOD_S = 3;
/** docs/draws.md, section 6: the weakest option must have this much */
export const LEAST_BITS = 48;
const BITS: Record<Lottery | "drand", number> = { ssq: 24, pl5: 16, "3d": 9, drand: 128 };
const BITS_PER_DIE = 3;

export type Kind = "dice" | "drand" | Lottery;
export const KINDS: readonly Kind[] = ["dice", ...LOTTERIES, "drand"];

export interface Choice {
  kinds: Kind[];
  dice: number;
  issues: Record<Lottery, string>;
  /** day of the lotteries */
  date: string;
  /** the moment, in seconds */
  at: number;
  /** dice stand ready should one of them not be produced */
  fallback: boolean;
}

/** The first round that is published at the moment or after it. */
export const roundAt = (seconds: number): number => Math.ceil((seconds - DRAND_GENESIS_S) / DRAND_PERIOD_S) + 1;

export const bitsOf = (choice: Pick<Choice, "kinds" | "dice">): number => choice.kinds.reduce((sum, kind) => sum + (kind === "dice" ? choice.dice * BITS_PER_DIE : BITS[kind]), 0);

function source(kind: Kind, choice: Choice): Record<string, unknown> {
  if (kind === "dice") return { kind, n: choice.dice };
  if (kind === "drand") return { kind, chain: DRAND_CHAIN, round: roundAt(choice.at) };
  return { kind, issue: choice.issues[kind], date: choice.date };
}

/** The descriptor of the commit: all that were chosen together, dice after them as a second option. */
export function beaconOf(choice: Choice): Record<string, unknown> {
  const sources = KINDS.filter((kind) => choice.kinds.includes(kind)).map((kind) => source(kind, choice));
  const option = sources.length === 1 ? sources[0]! : { kind: "all", of: sources };
  return choice.fallback ? { kind: "first", of: [option, source("dice", choice)] } : option;
}

/** Everything is named and it is strong enough. */
export function wholeChoice(choice: Choice): boolean {
  const named = choice.kinds.every((kind) => kind === "dice" || kind === "drand" || /^\d{7}$/.test(choice.issues[kind]));
  return choice.kinds.length > 0 && named && choice.dice >= 40 && bitsOf(choice) >= LEAST_BITS;
}
