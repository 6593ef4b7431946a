/** The signature of a round of drand quicknet (docs/draws.md, section 6); loaded only where a draw names one. */
import { bls12_381 } from "@noble/curves/bls12-381.js";

import { be64, raw, sha256, type Bytes } from "@/domain/draw/bytes";

const TAG = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const KEY =
  "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb" +
  "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";

/** Whether the chain signed this round so; what is no point of the group is no signature. */
export async function signed(round: number, signature: Bytes): Promise<boolean> {
  const { shortSignatures } = bls12_381;
  const message = shortSignatures.hash(await sha256(be64(round)), TAG);
  try {
    const point = bls12_381.G1.Point.fromBytes(signature);
    point.assertValidity();
    return point.isTorsionFree() && shortSignatures.verify(point, message, bls12_381.G2.Point.fromBytes(raw(KEY)));
  } catch {
    return false;
  }
}
