#!/usr/bin/env bash
# restore.sh BACKUP: one folder made by backup.sh, into an empty database and VAR_DIR; whole or not at all.
set -euo pipefail
: "${DATABASE_URL:?}" "${VAR_DIR:?}"
backup=${1:?usage: restore.sh BACKUP}

(cd "$backup" && sha256sum --check --strict --quiet SHA256SUMS)
tables=$(psql --no-psqlrc --tuples-only --no-align --dbname="$DATABASE_URL" \
  --command="SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
if [[ $tables != 0 ]]; then
  echo "refused: the database has $tables tables; restore into an empty one" >&2
  exit 1
fi
if [[ -e $backup/files.tar ]]; then
  mkdir -p "$VAR_DIR"
  tar --extract --skip-old-files --file="$backup/files.tar" --directory="$VAR_DIR"
fi
pg_restore --single-transaction --exit-on-error --no-owner --dbname="$DATABASE_URL" "$backup/database.dump"
echo "restored $backup"
