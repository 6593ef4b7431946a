/** The last person of this device, kept on the disk at once: browsers write localStorage some seconds later, and a
 *  battery that dies in between would leave the officer's store with nobody to open it off line. */
const NAME = "wenxun.person";
const STORE = "last";

function opened(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => void asked.result.createObjectStore(STORE);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error ?? new Error(NAME));
  });
}

async function within<Value>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value | undefined> {
  if (typeof indexedDB === "undefined") return undefined;
  const db = await opened();
  try {
    return await new Promise<Value>((done, fail) => {
      const work = db.transaction(STORE, mode, { durability: "strict" });
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => done(asked.result);
      work.onabort = () => fail(work.error ?? new Error(NAME));
    });
  } finally {
    db.close();
  }
}

export const personKept = <Person>(): Promise<Person | undefined> => within<Person>("readonly", (store) => store.get(STORE) as IDBRequest<Person>);
export const personKeep = (person: unknown): Promise<unknown> => within("readwrite", (store) => store.put(person, STORE));
export const personForget = (): Promise<unknown> => within("readwrite", (store) => store.delete(STORE));
