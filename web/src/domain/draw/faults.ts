/** What a step of the verifier has to say: a code, and the facts that belong to it. */
export type Facts = Record<string, string | number>;

/** Why a step fails, stays open or warns. The sentences are in locales/checks. */
export type NoteCode =
  | "beyond" | "blocked" | "canonical" | "chain" | "chain_drand" | "count" | "course" | "delay" | "digest" | "draw" | "early" | "erratum" | "escrow"
  | "evening" | "head" | "internal" | "issue" | "late" | "least" | "line" | "missing" | "needs" | "no_beacon" | "no_result" | "order" | "overdue" | "passed"
  | "quota" | "scarce" | "sealed" | "secret" | "shape" | "short" | "signature" | "silent" | "soon" | "source" | "stamp" | "strangers" | "table" | "team" | "unbound"
  | "unexpected" | "unlogged" | "unproven" | "unsigned" | "value" | "verdict" | "verifier" | "void" | "void_drawn" | "weak" | "zip";

export interface Note {
  code: NoteCode;
  facts: Facts;
}

abstract class Fault extends Error {
  readonly note: Note;

  constructor(code: NoteCode, facts: Facts = {}) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.note = { code, facts };
  }
}

/** A MUST of the specification does not hold. */
export class Broken extends Fault {}

/** Something that cannot be checked yet. */
export class Unchecked extends Fault {}

export function need(holds: unknown, code: NoteCode, facts: Facts = {}): asserts holds {
  if (!holds) throw new Broken(code, facts);
}
