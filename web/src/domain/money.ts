/** Money: typed in yuan (元), sent in fen (分), never through a fraction of binary numbers. */

/** The most the wire takes: 100 billion yuan in fen. */
export const FEN_MAX = 10_000_000_000_000;

/** `8,000` → 800000, `0.1` → 10; null for anything that is no amount in yuan with at most two decimals. */
export function fenOf(text: string): number | null {
  const plain = text.trim().replace(/[,，\s]/g, "");
  const hit = /^(\d{1,12})(?:[.．](\d{1,2}))?$/.exec(plain);
  if (!hit) return null;
  const fen = Number(hit[1]) * 100 + Number((hit[2] ?? "").padEnd(2, "0"));
  return fen <= FEN_MAX ? fen : null;
}

/** 800000 → `8000`, 10 → `0.10`: as it may be typed again. */
export function yuanText(fen: number): string {
  const rest = fen % 100;
  const whole = String((fen - rest) / 100);
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(2, "0")}`;
}

/** 800000 → `8,000` */
export function yuan(fen: number): string {
  const [whole = "", rest] = yuanText(fen).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest ? `${grouped}.${rest}` : grouped;
}
