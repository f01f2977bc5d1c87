#!/usr/bin/env bash
# Installs fin-ingest for the action: from the action's own checkout, which the ref in `uses:` pins with its lockfile, or
# from the packed release that FIN_CI_VERSION and FIN_CI_SHA256 name. Ends with the path of its program for CI jobs on
# stdout. npm gets no token and runs no install script.
set -euo pipefail

action=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=${FIN_CI_VERSION:-}

quiet_npm() {
  # Nothing of the job's environment but what npm needs to run and to reach its registry.
  env -i PATH="$PATH" HOME="${HOME:-/tmp}" ${TMPDIR:+TMPDIR="$TMPDIR"} \
    ${HTTPS_PROXY:+HTTPS_PROXY="$HTTPS_PROXY"} ${NPM_CONFIG_REGISTRY:+NPM_CONFIG_REGISTRY="$NPM_CONFIG_REGISTRY"} \
    ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"} \
    npm --no-audit --no-fund --ignore-scripts --loglevel=error "$@" >&2
}

if [ -z "$version" ]; then
  program="$action/dist/deploy/ci/main.js"
  # Two steps of one job share the checkout.
  if [ ! -f "$program" ]; then
    quiet_npm ci --prefix "$action"
    (cd "$action" && quiet_npm run build)
  fi
  printf '%s\n' "$program"
  exit 0
fi

if ! [[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
  echo "FIN_CI_VERSION is not a version, such as 1.2.3: $version" >&2
  exit 2
fi
if ! [[ "${FIN_CI_SHA256:-}" =~ ^[0-9a-f]{64}$ ]]; then
  echo "A release is installed by its checksum: set sha256 to the one in the release's SHA256SUMS." >&2
  exit 2
fi

target="${RUNNER_TEMP:-${TMPDIR:-/tmp}}/fin-ingest-$version"
program="$target/node_modules/fin-ingest/dist/bundle/ci.js"
if [ ! -f "$program" ]; then
  mkdir -p "$target"
  tarball="$target/fin-ingest-$version.tgz"
  curl --fail --silent --show-error --location --retry 3 --output "$tarball" \
    "${FIN_CI_RELEASES:?names the releases of the repository of the action}/download/v$version/fin-ingest-$version.tgz"
  echo "$FIN_CI_SHA256  $tarball" | { sha256sum --check --quiet 2>/dev/null || shasum -a 256 --check --quiet; } >&2 || {
    rm -f "$tarball"
    echo "fin-ingest-$version.tgz has another checksum than sha256 says; nothing was installed." >&2
    exit 1
  }
  quiet_npm install --prefix "$target" --omit=dev "$tarball"
fi
printf '%s\n' "$program"
