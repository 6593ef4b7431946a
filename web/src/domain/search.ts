/** Search in the law the phone keeps: questions, violations, provisions; by Chinese words, without network. */

export interface Entry {
  kind: "item" | "violation" | "basis";
  key: string;
  title: string;
  /** everything the words may stand in */
  text: string;
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s《》“”"'（）()，。、；：·]/g, "");

/** Two signs at a time: “网吧未成年” finds what says both, wherever. */
function pairs(word: string): string[] {
  return word.length < 2 ? [word] : Array.from({ length: word.length - 1 }, (_, n) => word.slice(n, n + 2));
}

function worth(entry: { title: string; text: string }, word: string): number {
  if (entry.title.includes(word)) return 8;
  if (entry.text.includes(word)) return 4;
  const parts = pairs(word);
  const hits = parts.filter((part) => entry.text.includes(part)).length;
  // three quarters of the pairs: a word told a little differently
  return parts.length > 1 && hits * 4 >= parts.length * 3 ? 1 : 0;
}

/** Entries that answer to every word, the best first; of equal worth in the order of the catalogue. */
export function found<One extends Entry>(entries: One[], asked: string): One[] {
  const words = asked.split(/[\s，、]+/).map(plain).filter(Boolean);
  if (!words.length) return [];
  return entries
    .map((entry, at) => {
      const read = { title: plain(entry.title), text: plain(`${entry.title}${entry.text}`) };
      const worths = words.map((word) => worth(read, word));
      return { entry, at, sum: worths.includes(0) ? 0 : worths.reduce((sum, one) => sum + one, 0) };
    })
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum || a.at - b.at)
    .map(({ entry }) => entry);
}
