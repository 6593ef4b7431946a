/** The steps of a case on the wire: one verb, one address, the fields it needs. */
import { told, wire, type Of } from "@/api/wire";
import type { Case } from "@/enforcement/cases";

export interface Given {
  facts: string;
  proposal: string;
  opinion: string;
  sums: { classes: string[]; fine: number | null; confiscated: number | null };
  on: string;
  statement: string;
  waived: boolean;
  outcome: Of<"CaseDecideInRequest">["outcome"];
  basis: string;
  amount: number | null;
  /** 裁量档次 of the adopted standard */
  step: string;
  text: string;
  band_reason: string;
  late_reason: string;
  mode: Of<"CaseServeInRequest">["mode"] | "";
  proof: string;
  /** 电子送达确认书: the address and day agreed, and the file that shows it */
  consent: string;
  consent_file: string;
  /** the time of the day of service, "" where it is not known */
  at: string;
  closing_type: Of<"CaseCloseInRequest">["closing_type"] | "";
  ground: string;
  ground_reason: string;
  correction: string;
  /** `order:<uuid>` of an order that was met, `file:<uuid>` of a file of the evidence, "" for neither */
  correction_proof: string;
  education: string;
  /** 约谈、承诺书 that show the education */
  guidance: string[];
  education_file: string;
  /** code of the adopted rule of no penalty leaned on */
  rule: string;
  part: "penalty" | "surcharge";
  paid: number | null;
  pay_mode: Of<"CasePayInRequest">["mode"] | "";
  receipt: string;
  hard_reason: string;
  remission: string;
  report_note: string;
  handed_in: string;
  put_right: string;
  reason: string;
  /** 备考表: code of the checklist → why it is not in the file */
  gaps: Record<string, string>;
}

/** The steps of the course, in the order in which they are offered. */
export const STEPS = ["case.resume", "case.investigate", "case.review", "case.send_back", "case.decide", "case.statement", "case.inform", "case.intend", "case.serve", "case.report", "case.pay", "case.perform", "case.close", "case.archive"] as const;
export type StepVerb = (typeof STEPS)[number];

/** The ways out of the course. */
export const ENDINGS = ["case.suspend", "case.withdraw", "case.transfer"] as const;
export type EndVerb = (typeof ENDINGS)[number];

function proofs(given: Given): Partial<Of<"CaseDecideInRequest">> {
  const [kind, uuid] = given.correction_proof.split(":");
  return {
    rule: given.rule, guidance: given.guidance,
    ...(kind === "order" ? { correction_order: uuid! } : {}), ...(kind === "file" ? { correction_file: uuid! } : {}),
    ...(given.education_file ? { education_file: given.education_file } : {}),
  };
}

function decision(given: Given): Of<"CaseDecideInRequest"> {
  const { outcome, text, late_reason } = given;
  const lenient = outcome === "no_penalty" ? { ground: given.ground, ground_reason: given.ground_reason, correction: given.correction, education: given.education, ...proofs(given) } : {};
  if (outcome !== "penalty") return { outcome, text, late_reason, ...lenient } as Of<"CaseDecideInRequest">;
  const { classes, fine, confiscated } = given.sums;
  return { outcome, basis: given.basis, classes: classes as Of<"CaseDecideInRequest">["classes"], fine_fen: fine ?? 0, confiscated_fen: confiscated ?? 0, amount_fen: given.amount, step: given.step, text, band_reason: given.band_reason, late_reason } as Of<"CaseDecideInRequest">;
}

function service(given: Given): Of<"CaseInformInRequest"> {
  const electronic = given.mode === "electronic";
  return { mode: given.mode as Of<"CaseInformInRequest">["mode"], proof: given.proof, consent: electronic ? given.consent : "", consent_file: (electronic && given.consent_file) || null, on: given.on };
}

export function stepSend(case_id: string, verb: StepVerb, given: Given): Promise<Case> {
  const at = { params: { path: { case_id } } };
  const { classes, fine, confiscated } = given.sums;
  switch (verb) {
    case "case.investigate":
      return told(wire.POST("/api/v1/cases/{case_id}/investigate", { ...at, body: { facts: given.facts, proposal: given.proposal } }));
    case "case.review":
      return told(wire.POST("/api/v1/cases/{case_id}/review", { ...at, body: { opinion: given.opinion } }));
    case "case.send_back":
      return told(wire.POST("/api/v1/cases/{case_id}/send-back", { ...at, body: { reason: given.reason } }));
    case "case.inform":
      return told(wire.POST("/api/v1/cases/{case_id}/inform", { ...at, body: service(given) }));
    case "case.intend":
      return told(wire.POST("/api/v1/cases/{case_id}/intend", { ...at, body: { classes: classes as Of<"CaseIntendInRequest">["classes"], fine_fen: fine ?? 0, confiscated_fen: confiscated ?? 0, basis: given.basis, on: given.on } }));
    case "case.statement":
      return told(wire.POST("/api/v1/cases/{case_id}/statement", { ...at, body: { text: given.statement, waived: given.waived } }));
    case "case.decide":
      return told(wire.POST("/api/v1/cases/{case_id}/decide", { ...at, body: decision(given) }));
    case "case.serve":
      return told(wire.POST("/api/v1/cases/{case_id}/serve", { ...at, body: { ...service(given), at: given.mode === "announcement" ? null : given.at || null } }));
    case "case.pay":
      return told(wire.POST("/api/v1/cases/{case_id}/pay", { ...at, body: { part: given.part, amount_fen: given.paid ?? 0, mode: given.pay_mode as Of<"CasePayInRequest">["mode"], receipt: given.receipt, hard_reason: given.hard_reason, on: given.on } }));
    case "case.perform":
      return told(wire.POST("/api/v1/cases/{case_id}/perform", { ...at, body: { on: given.on, remission_reason: given.remission } }));
    case "case.close":
      return told(wire.POST("/api/v1/cases/{case_id}/close", { ...at, body: { closing_type: given.closing_type as Of<"CaseCloseInRequest">["closing_type"], reason: given.reason } }));
    case "case.report":
      return told(wire.POST("/api/v1/cases/{case_id}/report", { ...at, body: { note: given.report_note, handed_in: given.handed_in, violation: "", basis: given.put_right } }));
    case "case.archive":
      return told(wire.POST("/api/v1/cases/{case_id}/archive", { ...at, body: { gaps: given.gaps } }));
    case "case.resume":
      return told(wire.POST("/api/v1/cases/{case_id}/resume", { ...at, body: { on: given.on } }));
  }
}

export function endSend(case_id: string, verb: EndVerb, reason: string): Promise<Case> {
  const at = { params: { path: { case_id } } };
  if (verb === "case.suspend") return told(wire.POST("/api/v1/cases/{case_id}/suspend", { ...at, body: { basis: reason } }));
  if (verb === "case.withdraw") return told(wire.POST("/api/v1/cases/{case_id}/withdraw", { ...at, body: { reason } }));
  return told(wire.POST("/api/v1/cases/{case_id}/transfer", { ...at, body: { reason } }));
}

export type SettleCode = Of<"CaseSettleInRequest">["code"];

export function settleSend(case_id: string, code: SettleCode, reason: string): Promise<Case> {
  return told(wire.POST("/api/v1/cases/{case_id}/settle", { params: { path: { case_id } }, body: { code, reason } }));
}
