#!/bin/sh
# The embedded model from its data: trains, stores in half the bytes, measures on the test split.
#
#   recipes/mini/make.sh RUN
#
# RUN: a new or begun folder; after a kill the same command goes on. It gets mini.safetensors, its hash, figures.txt, a
# page for each figure, and times.txt. Nothing of the repository is changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
run=$1
launcher=$here/../../imagebind4j
mkdir -p "$run"
note() {
  printf '%s  %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" | tee -a "$run/times.txt"
}
note "training"
"$launcher" train "$here/recipe.yaml" --to "$run"
note "storing as fp16"
"$launcher" models convert "$run/model.safetensors" "$run/mini.safetensors" --precision fp16 --force
(cd "$run" && sha256sum mini.safetensors > mini.safetensors.sha256)
note "measuring"
"$here/evaluate.sh" "$run/mini.safetensors" test "$run/eval-test" > "$run/figures.txt"
cat "$run/figures.txt"
note "done"
