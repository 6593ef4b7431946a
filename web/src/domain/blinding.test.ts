import { expect, test } from "vitest";

import { blind, finalized, fromHex, keyOf, power, prepared, toHex, whole } from "@/domain/blinding";
import given from "../../../tests/vectors/blind_rsa.json";

const [vector] = given.vectors as [(typeof given.vectors)[number]];
const key = keyOf(vector.n, vector.e);
const asked = () => blind(fromHex(vector.prepared_msg), key, { salt: fromHex(vector.salt), inverse: whole(fromHex(vector.inv)) });

test("blinds as RFC 9474 says", async () => expect(toHex((await asked()).blinded)).toBe(vector.blinded_msg));

test("takes the blind off as RFC 9474 says", async () => expect(toHex(finalized(fromHex(vector.blind_sig), await asked(), key))).toBe(vector.sig));

test("an answer that is no signature of what was asked is refused", async () => {
  const bent = fromHex(vector.blind_sig);
  bent[7]! ^= 1;
  const first = await asked();
  expect(() => finalized(bent, first, key)).toThrow();
});

test("a blind of its own is another every time and still comes off", async () => {
  const message = prepared(fromHex("00".repeat(32)));
  const [one, two] = [await blind(message, key), await blind(message, key)];
  expect(toHex(one.blinded)).not.toBe(toHex(two.blinded));
  const size = one.blinded.length;
  const signed = power(whole(one.blinded), BigInt(`0x${vector.d}`), key.n).toString(16).padStart(size * 2, "0");
  expect(finalized(fromHex(signed), one, key)).toHaveLength(size);
});
