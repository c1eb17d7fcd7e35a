#!/usr/bin/env bash
# Runs fuzz targets one after the other and fails if one of them crashes:
#
#   fuzz/run.sh SECONDS [TARGET...]
#
# Needs cargo-fuzz, a nightly toolchain and a C++ compiler; with python3 it also takes the texts of
# the tests as seeds. What it learns stays in fuzz/corpus, what crashed in fuzz/artifacts, and what
# was printed in fuzz/logs.
set -euo pipefail
cd "$(dirname "$0")"
export CARGO_TERM_COLOR=never

if (($# < 1)); then
  sed -n '2,8s/^# \{0,1\}//p' run.sh
  exit 2
fi
seconds=$1
shift
# No address sanitizer: the crate forbids unsafe code, and without it twice as many inputs are tried.
options=(--sanitizer none --codegen-units 16)
if (($# > 0)); then targets=("$@"); else mapfile -t targets < <(cargo +nightly fuzz list); fi

cargo +nightly fuzz build "${options[@]}"
mkdir -p logs
summary=()
crashed=0
for target in "${targets[@]}"; do
  id=${target//_/-}
  corpus=corpus/$target
  mkdir -p "$corpus"
  tests=(../tests/formats/"$target".rs)
  seeds=()
  case $target in
    csv | tsv) tests=(../tests/formats/table.rs) ;;
    rttm) seeds+=(../fixtures/meetings ../fixtures/invalid) ;;
    detect) tests=(../tests/formats/*.rs) ;;
  esac
  for folder in ../fixtures/formats/*/; do
    if [[ $target == detect || $folder == "../fixtures/formats/$id/" ]]; then seeds+=("$folder"); fi
  done
  if command -v python3 >/dev/null; then python3 seeds.py "$corpus" "${tests[@]}"; fi

  log=logs/$target.log
  failed=0
  cargo +nightly fuzz run "${options[@]}" "$target" "$corpus" ${seeds+"${seeds[@]}"} -- \
    -max_total_time="$seconds" -max_len=16384 -rss_limit_mb=1024 -timeout=10 \
    -print_final_stats=1 >"$log" 2>&1 || failed=1
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  crashes=$(grep -c 'Test unit written to' "$log" || true)
  summary+=("$(printf '%-16s %12s executions %6s s %3s crashes' \
    "$target" "${executions:-0}" "$seconds" "$crashes")")
  if ((failed)); then
    crashed=1
    summary+=("  see fuzz/$log")
  fi
done
printf '%s\n' "${summary[@]}"
exit "$crashed"
