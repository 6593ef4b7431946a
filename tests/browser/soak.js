/* Run inside the phone's page: more finished records in its outbox, in the shape of one made by hand. */
async ({ database, template, photos, records }) => {
  const wait = (ask) =>
    new Promise((done, fail) => {
      ask.onsuccess = () => done(ask.result);
      ask.onerror = () => fail(ask.error);
    });
  const store = await wait(indexedDB.open(database));
  const read = store.transaction(["records", "jobs", "files"]);
  const made = await wait(read.objectStore("records").get(template));
  const job = await wait(read.objectStore("jobs").get(template));
  const photo = (await wait(read.objectStore("files").getAll())).find((file) => file.use === "photo" && file.record === template);
  const bytes = photos.map((text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
  /* a JPEG with a comment of its own after its first marker is a JPEG like no other */
  const unlike = (number, comment) => {
    const words = new TextEncoder().encode(comment);
    const whole = new Uint8Array(bytes[number].length + words.length + 4);
    whole.set(bytes[number].subarray(0, 2));
    whole.set([0xff, 0xfe, 0, words.length + 2], 2);
    whole.set(words, 6);
    whole.set(bytes[number].subarray(2), words.length + 6);
    return whole.buffer;
  };
  for (const { uuid, visit, seq, body, digest, size, files } of records) {
    const write = store.transaction(["records", "jobs", "files", "bytes"], "readwrite", { durability: "strict" });
    const pending = { state: "pending", reason: null, message: "", tries: 0, drops: 0, cuts: 0, notBefore: 0, offset: 0, ask: false, restarts: 0, jumps: 0 };
    write.objectStore("records").put({ ...made, uuid, visit, seq, body, digest, size, receipt: null, irregularities: [], returned: null, draft: { ...made.draft, uuid, visit } });
    write.objectStore("jobs").put({ ...job, ...pending, id: uuid, record: uuid, seq, size, digest });
    for (const { id, base, comment, sha256, size: length } of files) {
      write.objectStore("files").put({ ...photo, id, record: uuid, sha256, size: length, ackedAt: null });
      write.objectStore("bytes").put({ id, bytes: unlike(base, comment) });
      write.objectStore("jobs").put({ ...job, ...pending, id, kind: "file", record: uuid, seq, size: length, digest: "", chunk: length <= 512 * 1024 ? 512 * 1024 : 256 * 1024 });
    }
    await new Promise((done, fail) => {
      write.oncomplete = done;
      write.onerror = write.onabort = () => fail(write.error);
    });
  }
  store.close();
};
