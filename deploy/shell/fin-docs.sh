#!/usr/bin/env bash
# fin-ingest on a docs repository for any CI host, in the clone of the job:
#   fin-docs.sh plan [BASE]   what the change does, from where it left BASE (origin/main); needs no token
#   fin-docs.sh send          what changed since this machine sent last; the first time, and after a force push, all of it
#   fin-docs.sh nightly       everything, also what a failed job left undone
# `send` and `nightly` need INTERCOM_ACCESS_TOKEN and FIN_STATE, a folder of a local disk that stays, which the
# configuration names as well (`state: ${FIN_STATE:-.fin-ingest}`): its ledger is the one of every run, and its lock keeps
# two apart. The program is `fin-ingest-ci` on the PATH (docs/ci.md), or FIN_CI_PROGRAM.
set -euo pipefail

program=${FIN_CI_PROGRAM:-fin-ingest-ci}

run() { FIN_CI_MODE=$1 FIN_CI_BASE=${2:-} "$program" run; }

case "${1:-}" in
plan)
  run plan "${2:-origin/main}"
  ;;
nightly)
  : "${FIN_STATE:?a folder that stays}"
  run nightly
  ;;
send)
  sent_file="${FIN_STATE:?a folder that stays}/sent-commit"
  sent=$(cat "$sent_file" 2>/dev/null || true)
  # The commit may be gone: then nothing says what changed since, and the nightly run compares everything.
  if [ -n "$sent" ] && git merge-base --is-ancestor "$sent" HEAD 2>/dev/null; then
    run apply "$sent"
  else
    run nightly
  fi
  # Only a job that ended well gets here: what another one left is sent again.
  mkdir -p "$FIN_STATE"
  git rev-parse HEAD >"$sent_file"
  ;;
*)
  sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2
  exit 2
  ;;
esac
