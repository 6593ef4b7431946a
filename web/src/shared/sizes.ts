/** Bytes in words: 186 MB, 2.6 MB, 27 KB. */
export function bytes(count: number): string {
  if (count >= 1_000_000_000) return `${(count / 1_000_000_000).toFixed(1)} GB`;
  if (count >= 100_000_000) return `${Math.round(count / 1_000_000)} MB`;
  if (count >= 1_000_000) return `${(count / 1_000_000).toFixed(1)} MB`;
  return `${Math.max(count > 0 ? 1 : 0, Math.round(count / 1000))} KB`;
}
