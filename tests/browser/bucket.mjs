// An S3 server on a free port: node bucket.mjs FOLDER BUCKET FILE_THAT_RECEIVES_THE_PORT
import { renameSync, writeFileSync } from "node:fs";
import S3rver from "s3rver";
import { signedWith } from "./sigv4.mjs";

const REFUSAL =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SignatureDoesNotMatch</Code>' +
  "<Message>The request is not signed with the secret of this key.</Message></Error>";

const [folder, bucket, told] = process.argv.slice(2);
const server = new S3rver({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory: folder,
  configureBuckets: [{ name: bucket }],
});
server.middleware.unshift((ctx, next) => {
  if (signedWith(ctx.req, { key: "S3RVER", secret: "S3RVER" })) return next();
  ctx.status = 403;
  ctx.type = "application/xml";
  ctx.body = REFUSAL;
});
const { port } = await server.run();
writeFileSync(`${told}.part`, String(port));
renameSync(`${told}.part`, told);
// The starter holds our standard input: when it is gone, so are we.
process.stdin.on("end", () => process.exit(0)).resume();
