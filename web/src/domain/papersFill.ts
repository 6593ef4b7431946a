/** What a paper says at first, from the record and the visit: everything can be changed before it is signed. */
import type { Visit } from "@/api/types";
import { citation, ordersMerged } from "@/domain/findings";
import { CITIZEN, ORGANISATION, type Paper, type Values } from "@/domain/papers";
import { items, officers, ordered, type Draft } from "@/domain/record";
import { dayOf, timeOf } from "@/shared/dates";

/** forms an officer may make on the spot, in the order they are used */
export const ON_THE_SPOT = ["scene_record", "rectification", "spot_penalty", "service_proof"] as const;
export type SpotForm = (typeof ON_THE_SPOT)[number];

const ORDER_BASIS = "《中华人民共和国行政处罚法》第二十八条第一款";
const REMEDY = "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。复议、诉讼期间不停止执行本决定，法律另有规定的除外。";
const PAYMENT = "自收到本决定书之日起十五日内，到指定的银行或者通过电子支付系统缴纳罚款。逾期不缴纳的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。";
const WARNED = "当场执行。";

/** An instant as the district's clock shows it: 2026-09-15T10:05. */
export const localText = (instant: string): string => `${dayOf(instant)}T${timeOf(instant)}`;

interface Ground {
  draft: Draft;
  visit: Visit;
  now: string;
  others: Paper[];
  names: (form: string) => string;
  /** where the organ is found and called */
  contact: string;
}

function team(visit: Visit) {
  return visit.team.map((one) => ({ name: one.name, cert_no: one.cert_no }));
}

function findings({ draft, visit }: Ground) {
  return items(visit.form.sections).flatMap((item) => {
    const said = draft.answers[item.code];
    return said?.conforms === false ? [{ item, said }] : [];
  });
}

const numbered = (lines: string[]): string => (lines.length > 1 ? lines.map((line, n) => `${n + 1}．${line}`).join("\n") : (lines[0] ?? ""));

function seen(of: Ground): string {
  const { draft, visit } = of;
  const lines = items(visit.form.sections).flatMap((item) => {
    const said = draft.answers[item.code];
    if (!said || said.conforms === null) return [];
    const words = said.conforms ? item.statement_ok || item.question : item.statement_bad || item.question;
    return [`${words}${said.note ? `（${said.note}）` : ""}${said.conforms === false && said.corrected ? "，当场改正" : ""}`];
  });
  return [numbered(lines), draft.statement.trim()].filter(Boolean).join("\n");
}

function laws(of: Ground, role: "duty" | "penalty"): string {
  const cited = findings(of).flatMap(({ item }) => item.bases.filter((one) => one.in_force && one.role === role).map(citation));
  return [...new Set(cited)].join("；");
}

function broken(of: Ground): string {
  return numbered(findings(of).map(({ item, said }) => `${item.statement_bad || item.question}${said.note ? `（${said.note}）` : ""}`));
}

function scene(of: Ground): Values {
  const { draft, visit, now } = of;
  const shown = team(visit).map((one) => `${one.name}（${one.cert_no}）`).join("、");
  return {
    party_name: visit.venue.name, party_address: visit.venue.address, legal_rep: "", party_phone: visit.venue.phone, place: visit.venue.address,
    site_person: draft.party.name, site_role: draft.party.role, started_at: localText(draft.startedAt), finished_at: localText(draft.finishedAt ?? now), officers: team(visit),
    notified: `执法人员${shown}向现场负责人出示执法证件，说明来意，告知其依法享有申请回避、陈述和申辩的权利，并有配合检查、如实回答询问的义务。`,
    situation: seen(of), objection: draft.objection,
  };
}

/** One order for each last day; the paper after those already made takes the next. */
function order(of: Ground): Values {
  const { draft, visit, others } = of;
  const merged = ordersMerged(findings(of).flatMap(({ item, said }) => (ordered(said) ? [{ item: item.code, order: said.order! }] : [])));
  const made = others.filter((one) => one.form === "rectification").map((one) => one.values["due_on"]);
  const next = merged.find((one) => !made.includes(one.due_on)) ?? merged[0];
  const chosen = next ? findings(of).filter(({ item }) => next.items.includes(item.code)) : findings(of);
  const duties = chosen.flatMap(({ item }) => item.bases.filter((one) => one.in_force && one.role === "duty").map(citation));
  return {
    party_name: visit.venue.name, party_address: visit.venue.address, found_on: dayOf(draft.startedAt), place: visit.venue.address,
    violations: numbered(chosen.map(({ item, said }) => `${item.statement_bad || item.question}${said.note ? `（${said.note}）` : ""}`)),
    law: [...new Set(duties)].join("；"), order_basis: next?.basis || ORDER_BASIS, content: next?.content ?? "", due_on: next?.due_on ?? "", officers: team(visit), organ_contact: of.contact,
  };
}

/** How a penalty is performed, in words that follow from what it is. */
export const paymentOf = (penalty: string): string => (penalty.includes("罚款") ? PAYMENT : WARNED);

function spot(of: Ground): Values {
  const { draft, visit, now } = of;
  const organisation = /^91|^5|^1/.test(visit.venue.uscc);
  return {
    party_name: visit.venue.name, party_kind: organisation ? ORGANISATION : CITIZEN, party_id: visit.venue.uscc, legal_rep: "", party_address: visit.venue.address,
    occurred_at: localText(now), place: visit.venue.address, facts: broken(of), violated: laws(of, "duty"), penalty_basis: laws(of, "penalty"),
    penalty: "警告", fine_fen: null, payment: WARNED, statement: draft.objection || "当事人未提出陈述申辩。", remedy: REMEDY, officers: team(visit),
  };
}

function service(of: Ground): Values {
  const { draft, visit, now, others, names } = of;
  const papers = others.filter((one) => one.form === "rectification" || one.form === "spot_penalty");
  return {
    recipient: visit.venue.name, service_place: visit.venue.address, served_at: localText(now), mode: "直接送达",
    papers: papers.map((one) => ({ name: names(one.form), number: one.number, count: "1" })), receiver: draft.party.name, relation: draft.party.role, refusal: "", officers: team(visit),
  };
}

export function prefilled(form: SpotForm, of: Ground): Values {
  return { scene_record: scene, rectification: order, spot_penalty: spot, service_proof: service }[form](of);
}

/** Who signs which box. */
export function signerOf(key: string, draft: Draft, visit: Visit): string {
  const pair = officers(visit.team);
  if (key === "officer_sign") return pair.officer?.name ?? "";
  if (key === "officer2_sign") return pair.officer2?.name ?? "";
  return key === "party_sign" ? draft.party.name : "";
}
