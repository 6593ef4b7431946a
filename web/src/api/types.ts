/** The wire, as far as the phone and the shell need it. Every object carries `verbs`. */

export interface Organ {
  code: string;
  name: string;
}

export interface SessionUser {
  uuid: string;
  name: string;
  username: string;
  roles: string[];
  organ: Organ | null;
  verbs: string[];
  officer: { uuid: string; cert_no: string; cert_valid_to: string | null } | null;
}

export interface Session {
  user: SessionUser | null;
  csrf: string;
  today: string;
  now: string;
  demo: boolean;
}

export interface Page<Row> {
  count: number;
  rows: Row[];
  next: string | null;
}

export interface Basis {
  law: string;
  article: string;
  note: string;
  verified: boolean;
  role: string;
}

export interface FormItem {
  code: string;
  question: string;
  level: string;
  conforms_answer: string;
  statement_ok: string;
  statement_bad: string;
  bases: Basis[];
  evidence: string;
  hours: string;
}

export interface FormSection {
  key: string;
  title: string;
  items: FormItem[];
}

export interface VisitForm {
  version: string;
  sections: FormSection[];
}

export interface VenueLicence {
  type: string;
  no: string;
  scope: string;
  valid_to: string | null;
  expired: boolean;
}

export interface VisitVenue {
  uuid: string;
  name: string;
  sign_name: string;
  uscc: string;
  address: string;
  township: string;
  lng: number | null;
  lat: number | null;
  datum: string;
  categories: string[];
  grade: string;
  hours: string;
  licences: VenueLicence[];
  last_results: { on: string; codes: string[] }[];
  cap: { used: number; limit: number | null; year: number };
}

export interface TeamMember {
  uuid: string;
  name: string;
  cert_no: string;
  lead: boolean;
}

export interface Visit {
  uuid: string;
  no: string;
  state: string;
  planned_on: string;
  trigger: string;
  items: string[];
  notice: string;
  venue: VisitVenue;
  team: TeamMember[];
  approval: { state: string; by: string; at: string | null; basis: string; n: number | null; N: number | null };
  form: VisitForm;
  code_token: string;
  verbs: string[];
}

export interface Receipt {
  uuid: string;
  digest: string;
  rev: number;
  received_at: string;
}

export interface SubmitAnswer {
  receipt: Receipt;
  missing: string[];
  irregularities: { rule: string; text: string }[];
}

export interface ChunkAnswer {
  offset: number;
  complete: boolean;
}
