#!/bin/sh
# Repeats the scaling study: three sizes of the image tower, everything else equal.
# Results: small.json, medium.json, large.json and scaling.svg in recipes/scaling/runs/seed-SEED, a table on standard error.
#   recipes/scaling/study.sh [seed]
set -e
cd "$(dirname "$0")/../.."
seed=${1:-1}
world=recipes/miniature/world
runs=recipes/scaling/runs/seed-$seed
mkdir -p "$runs"
seeded=
trap 'rm -f "$seeded"' EXIT
./imagebind4j data synth "$world" --count 4000 --size 64 --seconds 3 --seed 5 --split train=0.8,val=0.05,test=0.15

plot() {
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "app/target/lib/*" recipes/scaling/ScalingPlot.java "$@"
}
# Now, not after an hour: without folders it says how it is used.
plot 2>&1 | grep -q usage || { echo "study.sh: set JAVA_HOME to a JDK 25, which draws the plot" >&2; exit 1; }

for size in small medium large; do
  recipe=recipes/scaling/$size.yaml
  [ "$size" = large ] && recipe=recipes/miniature/recipe.yaml
  # A copy beside the original, since a recipe's paths are relative to it.
  seeded=${recipe%.yaml}.seed-$seed.yaml
  sed "s/^seed: .*/seed: $seed/" "$recipe" > "$seeded"
  ./imagebind4j train "$seeded" --to "$runs/$size" --cache recipes/scaling/runs/cache
  rm "$seeded"
  ./imagebind4j eval emergence "$world" --model "$runs/$size/model.safetensors" --split test \
    --trained "$recipe" --classes recipes/miniature/classes.txt --templates plain \
    --imu-rate 50 --imu-acc-unit g --embeddings "$runs/$size/test.embeddings" \
    --html "$runs/$size.html" --json > "$runs/$size.json"
  ./imagebind4j models info "$runs/$size/model.safetensors" --json > "$runs/$size.info.json"
done
plot "$runs" > "$runs/scaling.svg"
