/** What is known of a package so far; a step that needs what an earlier one failed to give is not run. */
import { SHA256, type Bytes, type Hashes } from "@/domain/draw/bytes";
import type { CellDrawn } from "@/domain/draw/cells";
import type { ByClass, Commit } from "@/domain/draw/commit";
import type { Duty } from "@/domain/draw/duty";
import { need, Unchecked, type Facts, type Note, type NoteCode } from "@/domain/draw/faults";
import type { Line } from "@/domain/draw/log";
import type { Officer, Pair, Row, Venue } from "@/domain/draw/tables";
import type { Files } from "@/domain/draw/zip";

export const STEPS = ["files", "canon", "rosters", "eligible", "quota", "log", "times", "beacon", "secret", "seed", "cells", "draw", "match", "replace", "supplement", "root"] as const;
export type StepName = (typeof STEPS)[number];

export interface Asked {
  /** digests of the program a commit may name; nothing is compared without them */
  verifier?: readonly string[];
  /** the head printed on a notice */
  head?: string;
  /** Unix seconds as of which to judge what is overdue; the last line of the log, if later */
  now?: number;
}

/** What a passed step says of itself. */
export interface Said {
  facts?: Facts;
  digest?: string;
}

export class Case {
  readonly asked: Asked;
  readonly known = new Set<StepName>();
  warnings: Note[] = [];
  hashes: Hashes = SHA256;
  files: Files = new Map();
  commit!: Commit;
  digest = "";
  lines: Line[] = [];
  heads: string[] = [];
  mine: Line[] = [];
  now: number;
  venues: Venue[] = [];
  officers: Officer[] = [];
  blocked: Pair[] = [];
  lifted: Pair[] = [];
  quota: ByClass = {};
  secret: Bytes = new Uint8Array();
  seed: Bytes = new Uint8Array();
  cells: CellDrawn[] = [];
  results: Row[] = [];
  duty: Duty | null = null;
  readonly warn = (note: Note): void => void this.warnings.push(note);

  constructor(asked: Asked) {
    this.asked = asked;
    this.now = asked.now ?? 0;
  }

  file(name: string): Bytes {
    const found = this.files.get(name);
    need(found, "missing", { what: name });
    return found;
  }

  of(event: string): Line[] {
    return this.mine.filter((line) => line.ev === event);
  }

  first(event: string): Line | undefined {
    return this.mine.find((line) => line.ev === event);
  }

  /** What a step needs only sometimes. */
  require(step: StepName): void {
    if (!this.known.has(step)) throw new Unchecked("needs", { what: step });
  }

  /** The RESULT line; a draw without one has nothing to compare. */
  result(void_ = "void" as NoteCode, facts: Facts = {}): Line {
    const line = this.first("RESULT");
    if (line) return line;
    const voided = this.first("VOID");
    if (voided) throw new Unchecked(void_, { ...facts, what: voided.code });
    throw new Unchecked("no_result");
  }
}
