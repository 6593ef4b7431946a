/** The wire, as far as the phone and the shell need it. Every object carries `verbs`. */

import type { Of } from "@/api/wire";

/** `officer`: the person's own row in the officers' register, where the server tells it. */
export type SessionUser = Of<"PersonOut"> & { officer?: { uuid: string; cert_no: string; cert_valid_to: string | null } | null };

export type Session = Omit<Of<"SessionOut">, "user"> & { user: SessionUser | null };

export interface Page<Row> {
  count: number;
  rows: Row[];
  next: string | null;
}

/** A code with the name the server gives it (Chinese). */
export interface Named {
  code: string;
  name: string;
}

export interface Basis {
  law: string;
  version: string;
  article: string | null;
  note: string;
  role: "duty" | "penalty";
  verified: boolean;
}

/** When an item applies; times as 08:00. */
export interface TimeRule {
  kind: string;
  start?: string;
  end?: string;
}

export interface FormItem {
  code: string;
  question: string;
  question_en: string;
  level: "general" | "key";
  conforms_answer: "yes" | "no";
  statement_ok: string;
  statement_bad: string;
  evidence: { on_violation?: string; suggested?: string[]; minors?: boolean };
  rule: TimeRule | null;
  verified: boolean;
  bases: Basis[];
}

export interface FormSection {
  key: string;
  title: string;
  title_en: string;
  items: FormItem[];
}

export interface VisitForm {
  version: string;
  sections: FormSection[];
}

export interface VenueLicence {
  kind: string;
  number: string;
  scope: string;
  issued_on: string | null;
  valid_to: string | null;
  expired: boolean;
}

export interface Cap {
  used: number;
  limit: number | null;
  year: number;
}

export interface VisitVenue {
  uuid: string;
  code: string;
  uscc: string;
  name: string;
  sign_name: string;
  address: string;
  township: string;
  lng: number | null;
  lat: number | null;
  datum: string;
  categories: Named[];
  grade: string;
  status: string;
  opens_at: string;
  closes_at: string;
  capacity: number | null;
  units: number | null;
  site_manager: string;
  phone: string;
  licences: VenueLicence[];
  last_results: { on: string; codes: string[] }[];
  history: { item: string; found_on: string; corrected: boolean }[];
  cap: Cap;
}

export interface TeamMember {
  officer: string;
  name: string;
  cert_no: string;
  cert_valid_to: string | null;
  seat: number;
  lead: boolean;
}

/** One visit with all the phone needs to make it without network (GET /tasks). */
export interface Visit {
  uuid: string;
  number: string;
  state: "planned" | "approved" | "started" | "finished" | "replaced" | "cancelled";
  planned_from: string;
  planned_to: string;
  trigger: Named;
  items: string[];
  basis: string;
  remote: boolean;
  venue: VisitVenue;
  team: TeamMember[];
  approval: { state: string; by: string; at: string | null; reason: string; retro: boolean } | null;
  draw: { uuid: string; name: string; number: number; head: string } | null;
  form: VisitForm;
  notice: { number: string; items_text: string; prohibitions: string[]; rights: string[] };
  token: string;
  started_at: string | null;
  scanned_at: string | null;
  verbs: string[];
}
