/** The desk of one visit: its draft in the hand, saved to the phone at every change, one save at a time. */
import { reactive, toRaw } from "vue";

import type { FormItem, Visit } from "@/api/types";
import { changed, items, type Draft } from "@/domain/record";
import { uuid } from "@/domain/uuid";
import { usePhone } from "@/field/phone";
import type { KeptDraft } from "@/offline/db";
import { draftOpen, draftResume, draftSave } from "@/offline/drafts";
import { isFull, roomMake } from "@/offline/room";
import { storageKeep } from "@/offline/storage";
import { visitKept } from "@/offline/visits";
import { nowText, offsetMs } from "@/shared/now";
import { unsavedWatch } from "@/shared/unsaved";

export interface Desk {
  visit: Visit;
  draft: Draft | null;
  savedAt: string | null;
  /** the last save failed: said on the page, tried again at the next change */
  unsaved: boolean;
}

const desks = new Map<string, Desk>();
const saving = new Map<string, Promise<void>>();
const dirty = new Set<string>();

/** where the check goes on: the page that was last open */
export function resumeAt(kept: KeptDraft): string {
  const page = kept.page ?? (kept.draft.outcome === null ? "notice" : kept.draft.outcome === "done" ? "check" : "scene");
  return `/m/visits/${kept.visit}/${page}`;
}

unsavedWatch(() => saving.size > 0 || [...desks.values()].some((desk) => desk.unsaved));

export function useDesks() {
  const phone = usePhone();

  async function find(visit: string): Promise<Desk | null> {
    const store = phone.store;
    if (!store) return null;
    const held = desks.get(visit);
    const there = await store.drafts.get(visit);
    if (held?.draft && (there ? there.draft.uuid === held.draft.uuid && there.draft.rev === held.draft.rev : held.unsaved)) return held;
    const kept = there ? await draftResume(store, visit, nowText()) : null;
    let of = await visitKept(store, visit);
    if (!of) {
      await phone.refresh();
      of = await visitKept(store, visit);
    }
    if (!of) return null;
    const desk = reactive<Desk>({ visit: of, draft: kept?.draft ?? null, savedAt: kept?.savedAt ?? null, unsaved: false });
    desks.set(visit, desk);
    return desk;
  }

  async function start(visit: Visit): Promise<Desk> {
    const kept = await draftOpen(phone.store!, toRaw(visit), nowText(), uuid);
    const desk = reactive<Desk>({ visit: kept.of, draft: kept.draft, savedAt: kept.savedAt, unsaved: false });
    desks.set(visit.uuid, desk);
    void storageKeep();
    return desk;
  }

  /** Once more after room was made, when the phone is full. */
  async function surely(put: () => Promise<KeptDraft>): Promise<void> {
    try {
      await put();
    } catch (error) {
      if (!isFull(error) || (await roomMake(phone.store!, Infinity)) === 0) throw error;
      await put();
    }
  }

  async function saveLoop(desk: Desk): Promise<void> {
    const { uuid: visit } = desk.visit;
    while (dirty.has(visit) && desk.draft) {
      dirty.delete(visit);
      const at = nowText();
      const plain = JSON.parse(JSON.stringify(toRaw(desk.draft))) as Draft;
      const kept: KeptDraft = { visit, draft: plain, of: toRaw(desk.visit), savedAt: at };
      try {
        await surely(() => draftSave(phone.store!, kept, plain, at));
        desk.savedAt = at;
        desk.unsaved = false;
      } catch (error) {
        desk.unsaved = true;
        console.error(error);
      }
    }
  }

  /** Resolves when what is on the page is on the disk. */
  function save(desk: Desk): Promise<void> {
    const visit = desk.visit.uuid;
    dirty.add(visit);
    const running = saving.get(visit);
    if (running) return running;
    const loop = saveLoop(desk).finally(() => saving.delete(visit));
    saving.set(visit, loop);
    return loop;
  }

  /** Change the record and save it; signatures given to another content fall off. */
  function change(desk: Desk, alter: (draft: Draft) => void): Promise<void> {
    if (!desk.draft) return Promise.resolve();
    desk.draft = changed(desk.draft);
    alter(desk.draft);
    return save(desk);
  }

  function sign(desk: Desk, alter: (draft: Draft) => void): Promise<void> {
    if (!desk.draft) return Promise.resolve();
    alter(desk.draft);
    return save(desk);
  }

  function drop(visit: string): void {
    desks.delete(visit);
  }

  const all = (desk: Desk): FormItem[] => items(desk.visit.form.sections);

  return { find, start, save, change, sign, drop, all, now: nowText, device: () => ({ time: new Date().toISOString(), offsetMs: offsetMs.value }) };
}
