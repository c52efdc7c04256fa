#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes a tiny pair from nothing, in a minute: make-pair.sh SEED OUT. The pair that comes with the program is that of the
# seed named in docs/embedded-pair.md; its bytes come out again on a processor of the same kind, since kernels of another
# kind round differently.
set -eu
here=$(dirname "$(readlink -f "$0")")
lox=$here/../lox

[ $# -eq 2 ] || { echo "usage: make-pair.sh SEED OUT" >&2; exit 2; }
seed=$1
out=$2

"$lox" --version >/dev/null # builds it
java -cp "$here/../lox-cli/target/lox/*" dev.lox.study.tiny.WriteTiny "$seed" "$out"
"$lox" finetune --model "$out/blank" --data "$out/base.jsonl" --recipe "$here/base.yaml" --threads 1 --out "$out/base"
"$lox" align --model "$out/base" --data "$out/preferences.jsonl" --recipe "$here/align.yaml" --threads 1 --out "$out/aligned"

cd "$out"
if sha256sum --check --quiet "$here/pair.sha256"; then
  echo "These are the bytes of the pair that comes with the program."
else
  echo "These are not the bytes of the pair that comes with the program." >&2
  exit 1
fi
