/** The names the phone and the shell call the wire's shapes by. Every object carries `verbs`. */
import type { Of } from "@/api/wire";

export type SessionUser = Of<"PersonOut">;

export type Session = Of<"SessionOut">;

export interface Page<Row> {
  count: number;
  rows: Row[];
  next: string | null;
}

/** A code with the name the server gives it (Chinese). */
export type Named = Of<"NamedOut">;

export type Basis = Of<"BasisOut">;
export type FormItem = Of<"FormItemOut">;
export type FormSection = Of<"FormSectionOut">;

/** One visit with all the phone needs to make it without network (GET /tasks). */
export type Visit = Of<"TaskOut">;
