#!/usr/bin/env bash
# backup.sh FOLDER: the database, then the files, into FOLDER/<UTC instant>/ with their digests.
# The database goes first: files are never changed once written, so every row in the dump has its bytes.
# With S3_BUCKET set, the bucket's own versioning and replication keep the files; only the database is dumped.
set -euo pipefail
: "${DATABASE_URL:?}" "${VAR_DIR:?}"
folder=${1:?usage: backup.sh FOLDER}
umask 077
mkdir -p "$folder"
part=$(mktemp -d "$folder/.part-XXXXXX")
trap 'rm -rf "$part"' EXIT

pg_dump --format=custom --file="$part/database.dump" "$DATABASE_URL"
if [[ -z ${S3_BUCKET:-} ]]; then
  mkdir -p "$VAR_DIR/files"
  tar --create --file="$part/files.tar" --directory="$VAR_DIR" files
fi
(cd "$part" && sha256sum -- * > SHA256SUMS)
sync -f "$part"
kept=$folder/$(date -u +%Y%m%dT%H%M%S.%NZ)
mv --no-target-directory "$part" "$kept"
trap - EXIT
echo "$kept"
