/** The verifier beside the page: a whole district takes seconds, and the page must stay usable. */
import type { Bytes } from "@/domain/draw/bytes";
import { verified, type Asked, type Step, type Verified } from "@/domain/verify";

export interface Question {
  zip: Bytes;
  asked: Asked & { code?: string };
}

export type Answer = { step: Step } | { verified: Verified };

// a worker's own scope; the types of the page are the ones in force here
const scope = self as unknown as { postMessage(answer: Answer): void; onmessage: (event: MessageEvent<Question>) => void };

scope.onmessage = ({ data }) => {
  const told = (step: Step): void => scope.postMessage({ step });
  void verified(data.zip, { ...data.asked, told }).then((found) => scope.postMessage({ verified: found }));
};
