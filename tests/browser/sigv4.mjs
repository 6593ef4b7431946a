// s3rver lets any version 4 signature and any unsigned request pass. This refuses both, as real storage does.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

/** What the client says it signed: from the Authorization header or from a presigned address. */
function claim(request, query) {
  const header = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
    request.headers.authorization ?? "",
  );
  if (header) {
    return {
      credential: header[1].split("/"),
      signed: header[2].split(";"),
      signature: header[3],
      at: request.headers["x-amz-date"],
      payload: request.headers["x-amz-content-sha256"],
      seconds: 900,
    };
  }
  if (!query.has("X-Amz-Signature")) return null;
  return {
    credential: query.get("X-Amz-Credential").split("/"),
    signed: query.get("X-Amz-SignedHeaders").split(";"),
    signature: query.get("X-Amz-Signature"),
    at: query.get("X-Amz-Date"),
    payload: "UNSIGNED-PAYLOAD",
    seconds: Number(query.get("X-Amz-Expires")),
  };
}

function fresh({ at, seconds }) {
  const instant = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  return instant <= Date.now() + 900_000 && Date.now() <= instant + seconds * 1000;
}

/** Whether the request carries a version 4 signature made with `secret`. */
export function signedWith(request, { key, secret }) {
  const [path, search = ""] = request.url.split("?", 2);
  const said = claim(request, new URLSearchParams(search));
  if (!said || said.credential[0] !== key || !fresh(said)) return false;
  const query = search
    .split("&")
    .filter((pair) => pair && !pair.startsWith("X-Amz-Signature="))
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`))
    .sort();
  const headers = said.signed.map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}\n`);
  const canonical = [request.method, path, query.join("&"), headers.join(""), said.signed.join(";"), said.payload];
  const scope = said.credential.slice(1);
  const digest = createHash("sha256").update(canonical.join("\n")).digest("hex");
  const signing = scope.reduce(hmac, `AWS4${secret}`);
  const expected = hmac(signing, ["AWS4-HMAC-SHA256", said.at, scope.join("/"), digest].join("\n"));
  return timingSafeEqual(expected, Buffer.from(said.signature, "hex"));
}
