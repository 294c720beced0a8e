#!/usr/bin/env bash
# Times whole commands beside the floor in the same run and prints the ratios. Needs hyperfine, jq and GNU time.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --quiet --release --bin regards --example floor
corpus=target/bench/corpus one=target/bench/one/draft.txt
if [ ! -d "$corpus" ]; then
  # 10,000 files of about a kilobyte: the project's drafts, several to a file, each combination once.
  mkdir -p "$corpus" "$(dirname "$one")"
  mapfile -t drafts < <(find tests/drafts/corpus -name '*.txt' | sort)
  n=${#drafts[@]}
  for ((i = 0; i < 10000; i++)); do
    ((i % 100)) || mkdir -p "$corpus/$((i / 100))"
    { cat "${drafts[$((i % n))]}"; echo; cat "${drafts[$((i * 7 % n))]}"; echo; cat "${drafts[$((i * 31 % n))]}"; } \
      | head -c 1100 | iconv -c -f utf-8 -t utf-8 >"$corpus/$((i / 100))/$i.txt"
  done
  head -c 900 "$corpus/0/1.txt" | iconv -c -f utf-8 -t utf-8 >"$one"
fi
compare() { # NAME RUNS INPUT
  hyperfine --shell=none --warmup 2 --runs "$2" --ignore-failure --export-json target/bench/times.json \
    "target/release/examples/floor $3" \
    "target/release/regards check --no-config --fail-on never --format json $3" >/dev/null 2>&1
  jq -r --arg name "$1" '.results | "\($name): floor \(.[0].median * 1000 | floor) ms, regards \(.[1].median * 1000 | floor) ms, \(.[1].median / .[0].median * 100 | round / 100)x"' target/bench/times.json
}
compare "10,000 drafts" 10 "$corpus"
compare "one draft, start to end" 30 "$one"
/usr/bin/time -f 'peak memory on the 10,000: %M KiB' target/release/regards check --no-config --fail-on never --format json "$corpus" >/dev/null
