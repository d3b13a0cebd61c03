#!/usr/bin/env bash
# Proves the emulator by clients that we did not write: the official Python SDKs, unmodified, against it. Prints "N passed, M failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
cache="${DENGBAO_ORACLE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dengbao-oracle}"
python="$cache/venv/bin/python"
if ! cmp -s tests/oracle/requirements.txt "$cache/requirements.txt"; then
  rm -rf "$cache/venv"
  python3 -m venv "$cache/venv"
  if ! "$python" -m pip install --quiet --disable-pip-version-check -r tests/oracle/requirements.txt; then
    # Without the packages nothing is proven; that is said, and it is an error where it was asked for.
    echo "NOT RUN: the official SDKs could not be installed"
    [ -z "${DENGBAO_REQUIRE_ORACLE:-}" ]
    exit
  fi
  cp tests/oracle/requirements.txt "$cache/requirements.txt"
fi
cargo build --release --locked --example emulator
target="${CARGO_TARGET_DIR:-target}"
log="$(mktemp)"
"$target/release/examples/emulator" 0 > "$log" &
emulator=$!
trap 'kill "$emulator" 2>/dev/null; rm -f "$log"' EXIT
for _ in $(seq 100); do grep -q listening "$log" && break; sleep 0.1; done
address="$(sed -n 's/^listening on //p' "$log")"
"$python" tests/oracle/check.py "$address"
