/** One digest for a whole result, and a venue's way up to it (docs/draws.md, section 9). */
import { hex, PROFILES, raw, type Hashes } from "@/domain/draw/bytes";
import { isTable, parsed, type Json } from "@/domain/draw/canonical";
import { need } from "@/domain/draw/faults";
import { checkedLine } from "@/domain/draw/log";
import type { Row } from "@/domain/draw/tables";
import { goodDigest, goodInt } from "@/domain/draw/text";

export const rowLine = (row: Row): string => [row.id, row.class, row.cell, row.team].join("\t");

/** The largest power of two below n. */
function split(n: number): number {
  let half = 1;
  while (half * 2 < n) half *= 2;
  return half;
}

async function tree(hashes: Hashes, leaves: Uint8Array[]): Promise<Uint8Array> {
  if (leaves.length === 1) return leaves[0]!;
  const half = split(leaves.length);
  return hashes.h("node", await tree(hashes, leaves.slice(0, half)), await tree(hashes, leaves.slice(half)));
}

export async function leafOf(hashes: Hashes, seed: Uint8Array, line: string): Promise<string> {
  return hex(await hashes.h("leaf", await hashes.h("salt", seed, line.split("\t")[0]!), line));
}

/** The digest that stands for the rows of a table, given as lines in their order. */
export async function rootOf(hashes: Hashes, seed: Uint8Array, lines: string[]): Promise<string> {
  const leaves = await Promise.all(lines.map(async (line) => raw(await leafOf(hashes, seed, line))));
  return hex(await hashes.h("root", lines.length, leaves.length ? await tree(hashes, leaves) : ""));
}

export interface Proof {
  spec: string;
  line: string;
  head: string;
  row: string;
  salt: string;
  index: number;
  n: number;
  siblings: string[];
}

const KEYS = ["head", "index", "line", "n", "row", "salt", "siblings", "spec"];

async function climbed(hashes: Hashes, leaf: Uint8Array, index: number, n: number, siblings: string[]): Promise<Uint8Array> {
  if (n === 1) {
    need(siblings.length === 0, "shape", { what: "siblings" });
    return leaf;
  }
  need(siblings.length, "shape", { what: "siblings" });
  const [half, beside, rest] = [split(n), raw(siblings.at(-1)!), siblings.slice(0, -1)];
  if (index < half) return hashes.h("node", await climbed(hashes, leaf, index, half, rest), beside);
  return hashes.h("node", beside, await climbed(hashes, leaf, index - half, n - half, rest));
}

function checkedProof(proof: Json): Proof {
  need(isTable(proof) && KEYS.every((key) => key in proof) && PROFILES.has(String(proof["spec"])), "shape", { what: "proof" });
  const { head, salt, n, index, siblings, row, line } = proof;
  need(goodDigest(head) && goodDigest(salt) && goodInt(n, 1) && goodInt(index) && index < n, "shape", { what: "proof" });
  need(Array.isArray(siblings) && siblings.every(goodDigest), "shape", { what: "siblings" });
  need(typeof line === "string" && typeof row === "string" && row.split("\t").length === 4, "shape", { what: "row" });
  return proof as unknown as Proof;
}

/** The line of the log a venue's row is proven to belong to; `head` is that of the notice, or empty. */
export async function proven(given: Json, head = ""): Promise<string> {
  const proof = checkedProof(given);
  const hashes = PROFILES.get(proof.spec)!;
  const line = checkedLine(parsed(proof.line, "line"), 1);
  const due = hex(await hashes.h("log", proof.line));
  need(due === proof.head && (head === "" || due === head), "digest", { what: "head", found: head || proof.head, due });
  const leaf = await hashes.h("leaf", raw(proof.salt), proof.row);
  const top = await climbed(hashes, leaf, proof.index, proof.n, proof.siblings);
  if (line.ev === "REPLACE") {
    need(proof.n === 1 && line.in === hex(leaf), "digest", { what: "in", found: line.in, due: hex(leaf) });
    return line.ev;
  }
  const root = hex(await hashes.h("root", proof.n, top));
  need(["RESULT", "SUPPLEMENT"].includes(line.ev) && line.n === proof.n && line.root === root, "digest", { what: "root", found: line.root ?? "", due: root });
  return line.ev;
}
