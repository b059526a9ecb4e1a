#!/bin/sh
# Measures a model on a split of the data that recipe.yaml is about: every figure of the model card.
#
#   recipes/mini/evaluate.sh MODEL [SPLIT] [FOLDER]
#
# MODEL: mini, or a file. SPLIT: test (default) or val. FOLDER: where pages go (default: runs/eval-SPLIT here).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
model=$1
split=${2:-test}
to=${3:-$here/runs/eval-$split}
mkdir -p "$to"
run() {
  name=$1
  shift
  printf '\n== %s\n' "$name"
  "$here/../../imagebind4j" eval "$@" --model "$model" --split "$split" --html "$to/$name.html" \
    --embeddings "$to/embeddings" --imu-rate 50 --imu-acc-unit g --quiet
}
data=${DATA:-$here/data}/manifest.csv
run photos zero-shot "$data" --classes "$here/photos.txt" --templates plain
run concepts-with-sounds zero-shot "$data" --classes "$here/both.txt" --templates plain
run sounds zero-shot "$data" --classes "$here/sounds-$split.txt" --templates sound
run sounds-and-photos retrieval "$data" --classes "$here/both.txt" --from audio --to vision
run motion zero-shot "$data" --classes "$here/motion.txt" --templates plain
run heat zero-shot "$data" --classes "$here/heat.txt" --templates plain
run depth retrieval "$data" --classes "$here/rooms.txt" --from depth --to vision
