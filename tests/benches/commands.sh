#!/usr/bin/env bash
# Times whole commands beside the floor in the same run and prints the ratios. Needs python3, hyperfine, jq
# and GNU time.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TARGET_DIR=$PWD/target
cargo build --quiet --release --bin regards --example floor
corpus=target/bench/corpus one=target/bench/one/draft.txt
# 10,000 files of about a kilobyte: the project's drafts, three to a file, no two files the same.
[ -f "$one" ] || python3 - "$corpus" "$one" <<'EOF'
import pathlib, sys
corpus, one = map(pathlib.Path, sys.argv[1:])
drafts = [p.read_text(encoding="utf-8", errors="ignore") for p in sorted(pathlib.Path("tests/drafts/corpus").glob("*.txt"))]
n = len(drafts)
for i in range(10_000):
    file = corpus / str(i // 100) / f"{i}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(drafts[k % n] for k in (i, i * 7 + i // n, i * 31 + 5))[:1100], encoding="utf-8")
one.parent.mkdir(parents=True, exist_ok=True)
one.write_text((corpus / "0" / "1.txt").read_text(encoding="utf-8")[:900], encoding="utf-8")
EOF
# 2,000 templates: those of tests/repository, each time a little different; what they include lies beside them.
templates=target/bench/templates
[ -d "$templates" ] || python3 - "$templates" <<'EOT'
import pathlib, sys
out, sample = pathlib.Path(sys.argv[1]), pathlib.Path("tests/repository")
files = [p for p in sorted(sample.rglob("*")) if p.is_file() and p.parent.name != "partials" and p.name != "regards.toml"]
for i in range(2_000):
    source = files[i % len(files)]
    team = out / f"team{i // len(files)}"
    target = team / source.relative_to(sample)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    target.write_text(text.replace("because", f"({i}) because").replace("Thank you", f"Thank you ({i})"), encoding="utf-8")
for team in out.iterdir():
    for part in (sample / "partials").iterdir():
        (team / "partials").mkdir(exist_ok=True)
        (team / "partials" / part.name).write_text(part.read_text(encoding="utf-8"), encoding="utf-8")
EOT
compare() { # NAME RUNS INPUT
  hyperfine --shell=none --warmup 2 --runs "$2" --ignore-failure --export-json target/bench/times.json \
    "target/release/examples/floor $3" \
    "target/release/regards check --no-config --fail-on never --format json $3" >/dev/null 2>&1
  jq -r --arg name "$1" '.results | "\($name): floor \(.[0].median * 1000 | floor) ms, regards \(.[1].median * 1000 | floor) ms, \(.[1].median / .[0].median * 100 | round / 100)x"' target/bench/times.json
}
compare "10,000 drafts" 10 "$corpus"
compare "2,000 templates" 20 "$templates"
compare "one draft, start to end" 30 "$one"
/usr/bin/time -f 'peak memory on the 10,000: %M KiB' target/release/regards check --no-config --fail-on never --format json "$corpus" >/dev/null
