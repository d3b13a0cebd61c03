#!/usr/bin/env bash
# Times Prowler's report writers, common table writers and `dengbao report` on the same findings in the same run, and prints
# a Markdown table: seconds, peak memory, microseconds a finding, and the peers' seconds over dengbao's.
#
#   compare.sh PYTHON [N...]   PYTHON: of a venv with prowler==5.46.0, reportlab and weasyprint, or - for dengbao alone.
#                              N: default 1000 10000 100000 1000000.
#
# PEERS_MOST   most findings that Prowler is given (default 100000: its memory grows with them, 3.6 GB there)
# TABLES_MOST  most rows that the table writers are given (default 10000)
# PDF=no       for a build without PDF
set -eu

python=${1:?give the python of a venv with prowler==5.46.0, reportlab and weasyprint, or -}
shift
[ $# -gt 0 ] || set -- 1000 10000 100000 1000000
root=$(cd "$(dirname "$0")/../.." && pwd)
built=${CARGO_TARGET_DIR:-$root/target}/release
peers_most=${PEERS_MOST:-100000}
tables_most=${TABLES_MOST:-10000}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
font=$tmp/font.ttf

echo "| findings | what | seconds | peak MB | µs a finding | ratio |"
echo "| ---: | --- | ---: | ---: | ---: | ---: |"

peer() { # NAME SCRIPT ARGUMENTS...
    local name=$1 line
    shift
    if ! line=$("$python" "$@" 2> "$tmp/errors" | tail -n 1) || [ -z "$line" ]; then
        echo "| $n | $name | failed: $(tail -n 1 "$tmp/errors" | tr '|' ' ' | cut -c1-80) | | | |"
        seconds=
        return
    fi
    read -r seconds peak <<< "$("$python" -c \
        'import json, sys; d = json.loads(sys.argv[1]); print(d["total_s"], d["peak_rss_mb"])' "$line")"
    awk -v n="$n" -v name="$name" -v s="$seconds" -v mb="$peak" \
        'BEGIN { printf "| %s | %s | %s | %s | %.1f | |\n", n, name, s, mb, s * 1e6 / n }'
}

row() { # PEER_SECONDS FRAMEWORK FORMATS [FLAGS...]
    local against=$1 framework=$2 formats=$3 runs="1 2 3"
    shift 3
    [ "$n" -lt 1000000 ] || runs=1
    : > "$tmp/times"
    for _ in $runs; do
        # A new folder each time: overwriting is not the same work as creating.
        rm -rf "$tmp/out"
        /usr/bin/time -a -o "$tmp/times" -f '%e %M' "$built/dengbao" report --framework "$framework" \
            --input "$input" --as-of 2026-11-25 --format "$formats" --out "$tmp/out" -q "$@"
    done
    awk -v n="$n" -v name="dengbao $framework: $formats $*" -v total="$against" '
        { all = all (NR > 1 ? ", " : "") $1 }
        NR == 1 || $1 < least { least = $1 }
        $2 > peak { peak = $2 }
        END {
            # time(1) rounds to hundredths and counts in KiB.
            if (least < 0.01) least = 0.01
            ratio = total == "" ? "" : sprintf("%.1f", total / least)
            printf "| %s | %s | %s | %.0f | %.1f | %s |\n", n, name, all, peak * 1024 / 1e6, least * 1e6 / n, ratio
        }' "$tmp/times"
}

for n in "$@"; do
    input=$tmp/findings.ocsf.json
    "$built/examples/made_up_account" ocsf "$n" > "$input"
    prowler= reportlab=
    if [ "$python" != - ]; then
        if [ "$n" -le "$peers_most" ]; then
            peer "Prowler: CSV, OCSF, HTML, CIS CSV" "$root/benches/peers/prowler_writers.py" "$input"
            prowler=$seconds
        fi
        if [ "$n" -le "$tables_most" ]; then
            [ -s "$font" ] || zstd -dqf "$root/fonts/NotoSansSC_400Regular.ttf.zst" -o "$font"
            peer "ReportLab: table of all findings as PDF" "$root/benches/peers/tables.py" reportlab "$input" "$font"
            reportlab=$seconds
            peer "WeasyPrint: table of all findings as PDF" "$root/benches/peers/tables.py" weasyprint "$input" "$font"
        fi
    fi
    row "$prowler" mlps-l3 html,md,json
    row "$prowler" mlps-l3 html,md,json,csv
    row "$prowler" cis-2.0 html,md,json,csv
    if [ "${PDF:-yes}" != no ]; then
        row "$prowler" mlps-l3 html,md,pdf,json
        [ "$n" -gt "$tables_most" ] || row "$reportlab" mlps-l3 json --annex
    fi
done
