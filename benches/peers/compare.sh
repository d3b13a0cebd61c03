#!/usr/bin/env bash
# Times Prowler's report writers and `dengbao report` on the same findings, and prints a Markdown table.
#
#   compare.sh PYTHON [N]    PYTHON: of a venv with prowler==5.46.0, or - to measure dengbao alone. N: default 10000.
set -eu

python=${1:?give the python of a venv with prowler==5.46.0, or -}
n=${2:-10000}
root=$(cd "$(dirname "$0")/../.." && pwd)
built=${CARGO_TARGET_DIR:-$root/target}/release

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
input=$tmp/findings.ocsf.json
"$built/examples/made_up_account" ocsf "$n" > "$input"

total=
if [ "$python" != - ]; then
    line=$("$python" "$root/benches/peers/prowler_writers.py" "$input")
    echo "$line"
    echo
    read -r total peak <<< "$("$python" -c \
        'import json, sys; d = json.loads(sys.argv[1]); print(d["total_s"], d["peak_rss_mb"])' "$line")"
fi

echo "| $n findings | seconds | peak MB | Prowler total / dengbao minimum |"
echo "|---|---|---|---|"
[ -z "$total" ] || echo "| Prowler: CSV, OCSF, HTML, CIS CSV | $total | $peak | |"

row() { # FRAMEWORK FORMATS
    : > "$tmp/times"
    for _ in 1 2 3; do
        # A new folder each time: overwriting is not the same work as creating.
        rm -rf "$tmp/out"
        /usr/bin/time -a -o "$tmp/times" -f '%e %M' "$built/dengbao" report --framework "$1" \
            --input "$input" --as-of 2026-11-25 --format "$2" --out "$tmp/out" -q
    done
    awk -v name="dengbao $1: $2" -v total="$total" '
        { all = all (NR > 1 ? ", " : "") $1 }
        NR == 1 || $1 < least { least = $1 }
        $2 > peak { peak = $2 }
        END {
            # time(1) rounds to hundredths and counts in KiB.
            ratio = total == "" ? "" : sprintf("%.1f", total / (least > 0.01 ? least : 0.01))
            printf "| %s | %s | %.0f | %s |\n", name, all, peak * 1024 / 1e6, ratio
        }' "$tmp/times"
}
row mlps-l3 html,md,pdf,json
row mlps-l3 html,md,json
row mlps-l3 json,csv
row cis-2.0 html,md,pdf,json,csv
