/** The papers of one visit in the hand: of its draft while it is being made, of its record once it was sent. */
import { computed, onMounted, ref, shallowRef } from "vue";

import { useSession } from "@/api/session";
import type { Visit } from "@/api/types";
import { qrText, touched, unsigned, type Heading, type Paper, type PaperForm } from "@/domain/papers";
import type { Draft } from "@/domain/record";
import { useDesks, type Desk } from "@/field/desk";
import { usePhone } from "@/field/phone";
import { bookletKept, formsKept, numberRelease, numbersUsed } from "@/offline/booklet";
import { dayOf } from "@/shared/dates";

export function usePapers(of: { id?: string | undefined; record?: string | undefined }) {
  const phone = usePhone();
  const session = useSession();
  const desks = useDesks();
  const desk = ref<Desk | null>(null);
  const forms = shallowRef<PaperForm[]>([]);
  const free = ref(0);
  const sent = computed(() => (of.record ? (phone.records.find((one) => one.uuid === of.record) ?? null) : null));
  const draft = computed<Draft | null>(() => desk.value?.draft ?? sent.value?.draft ?? null);
  const visit = computed<Visit | null>(() => desk.value?.visit ?? sent.value?.of ?? null);
  const papers = computed<Paper[]>(() => draft.value?.papers ?? []);
  const frozen = computed(() => desk.value === null);
  const organ = computed(() => session.user?.organ?.issuer || session.user?.organ?.name || "");

  const contact = computed(() => session.user?.organ?.contact ?? "");

  async function look(): Promise<void> {
    forms.value = await formsKept(phone.store!);
    const used = await numbersUsed(phone.store!);
    free.value = (await bookletKept(phone.store!)).filter((one) => one.state === "held" && !used.has(one.number)).length;
  }

  onMounted(async () => {
    if (of.id) desk.value = await desks.find(of.id);
    await look();
  });

  const form = (code: string): PaperForm | null => forms.value.find((one) => one.code === code) ?? null;
  const heading = (paper: Paper): Heading => ({ organ: organ.value, number: paper.number, issuedOn: paper.issuedOn });
  const code = (paper: Paper): string => qrText({ organ: organ.value, name: form(paper.form)?.name ?? "", number: paper.number, uuid: paper.id });
  const signed = (paper: Paper): boolean => {
    const asked = form(paper.form);
    return asked !== null && unsigned(asked, paper.values).length === 0;
  };

  /** begun and not signed by all: they travel all the same, and the supervisor settles them */
  const unfinished = computed(() => (forms.value.length ? papers.value.filter((one) => !signed(one)).length : 0));

  /** Papers are no part of what the record's signatures cover: they are signed by themselves. */
  function put(paper: Paper): Promise<void> {
    return desks.sign(desk.value!, (one) => {
      const others = (one.papers ?? []).filter((other) => other.id !== paper.id);
      const at = (one.papers ?? []).findIndex((other) => other.id === paper.id);
      one.papers = at < 0 ? [...others, paper] : [...others.slice(0, at), paper, ...others.slice(at)];
    });
  }

  /** Neither printed nor signed, it has left no hand: its number goes to the next paper and the register has no gap. */
  async function drop(id: string): Promise<void> {
    const gone = papers.value.find((one) => one.id === id);
    await desks.sign(desk.value!, (one) => (one.papers = (one.papers ?? []).filter((other) => other.id !== id)));
    if (gone?.number && !gone.printedAt && !touched(gone)) await numberRelease(phone.store!, gone.number);
  }

  return { phone, desks, desk, forms, free, draft, visit, papers, frozen, organ, contact, look, form, heading, code, signed, unfinished, put, drop, today: () => dayOf(desks.now()) };
}
