#!/usr/bin/env bash
# Proves the emulator and the envelopes by programs that we did not write: the official Python SDKs, unmodified, against the emulator;
# securesystemslib and OpenSSL on what we sign. Each prints "N passed, M failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
cache="${DENGBAO_ORACLE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dengbao-oracle}"
python="$cache/venv/bin/python"
if ! cmp -s tests/oracle/requirements.txt "$cache/requirements.txt"; then
  rm -rf "$cache/venv"
  python3 -m venv "$cache/venv"
  if ! "$python" -m pip install --quiet --disable-pip-version-check -r tests/oracle/requirements.txt; then
    # Without the packages nothing is proven; that is said, and it is an error where it was asked for.
    echo "NOT RUN: the official SDKs and securesystemslib could not be installed"
    [ -z "${DENGBAO_REQUIRE_ORACLE:-}" ]
    exit
  fi
  cp tests/oracle/requirements.txt "$cache/requirements.txt"
fi
cargo build --release --locked --example emulator --example envelope
target="${CARGO_TARGET_DIR:-target}"
log="$(mktemp)"
"$target/release/examples/emulator" 0 > "$log" &
emulator=$!
trap 'kill "$emulator" 2>/dev/null; rm -f "$log"' EXIT
for _ in $(seq 100); do grep -q listening "$log" && break; sleep 0.1; done
address="$(sed -n 's/^listening on //p' "$log")"
failed=0
"$python" tests/oracle/check.py "$address" || failed=1
"$python" tests/oracle/dsse.py "$target/release/examples/envelope" || failed=1
exit "$failed"
