#!/usr/bin/env python3
"""How alike copies are to the model, and how alike other things: what dedupe's thresholds rest on.

Encodes every nth picture and sound of a split anew, embeds originals and copies, and counts what would be
found. Then it looks how many of all pairs of different recordings would wrongly be taken for copies. No part of the product.

Needs: pip install numpy pillow av soundfile; mvn package -DskipTests
Usage: dedupe_copies.py DATA FOLDER [--split test] [--pictures 120] [--sounds 100] [--model mini]
DATA has a manifest.csv with the columns modality, path, split.
"""
import argparse
import csv
import io
import pathlib
import subprocess

import av
import numpy as np
import soundfile
from PIL import Image

AT = {"image": (0.99, 0.995), "audio": (0.99, 0.995, 0.9999), "depth": (0.99, 0.995, 0.999999),
      "thermal": (0.99, 0.995, 0.999999), "imu": (0.99, 0.995, 0.999999)}
PROGRAM = pathlib.Path(__file__).parents[1] / "imagebind4j"


def jpeg(picture, file):
    picture.save(file.with_suffix(".jpg"), quality=50)


def webp(picture, file):
    picture.save(file.with_suffix(".webp"), quality=80)


def png(picture, file):
    picture.save(file.with_suffix(".png"))


def half(picture, file):
    small = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)), Image.LANCZOS)
    small.save(file.with_suffix(".png"))


def cropped(picture, file):
    x, y = round(picture.width * 0.05), round(picture.height * 0.05)
    picture.crop((x, y, picture.width - x, picture.height - y)).save(file.with_suffix(".png"))


def wav(sound, rate, file):
    soundfile.write(file.with_suffix(".wav"), sound, rate, subtype="PCM_16")


def quieter(sound, rate, file):
    soundfile.write(file.with_suffix(".wav"), sound * 0.5, rate, subtype="PCM_16")


def encoded(file, codec, sound, rate, to_rate, bits=None):
    with av.open(str(file), "w") as out:
        stream = out.add_stream(codec, rate=to_rate, layout="mono")
        if bits:
            stream.bit_rate = bits
        mono = (sound if sound.ndim == 1 else sound.mean(axis=1)).astype("<f4")
        frame = av.AudioFrame.from_ndarray(mono[None], "fltp", "mono")
        frame.sample_rate = rate
        resampler = av.AudioResampler(stream.codec_context.format, "mono", to_rate,
                                      stream.codec_context.frame_size or 1152)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))


def mp3(sound, rate, file):
    encoded(file.with_suffix(".mp3"), "libmp3lame", sound, rate, 44_100, 64_000)


def resampled(sound, rate, file):
    encoded(file.with_suffix(".wav"), "pcm_s16le", sound, rate, 44_100)


PICTURES = {"PNG": png, "WebP of quality 80": webp, "JPEG of quality 50": jpeg, "half its size": half,
            "without 5 % at each side": cropped}
SOUNDS = {"WAV": wav, "resampled to 44.1 kHz": resampled, "MP3 of 64 kbit/s": mp3, "half as loud": quieter}


def embed(files, modality, model, data_imu=("--imu-rate", "50", "--imu-acc-unit", "g")):
    """Unit vectors by the product itself, in the order of the files."""
    parts = []
    for first in range(0, len(files), 500):
        sources = [f"--{modality}={file}" for file in files[first:first + 500]]
        formats = data_imu if modality == "imu" else ()
        result = subprocess.run(
            [PROGRAM, "embed", *sources, *formats, "--model", model, "--format", "npy", "--scale", "unit",
             "--quiet"], check=True, stdout=subprocess.PIPE)
        parts.append(np.load(io.BytesIO(result.stdout)))
    return np.concatenate(parts)


def copies(originals, kinds, load, modality, folder, model):
    own = embed(originals, modality, model)
    for name, make in kinds.items():
        target = folder / modality / name.replace(" ", "_").replace("/", "_").replace("%", "percent")
        target.mkdir(parents=True, exist_ok=True)
        for original in originals:
            make(*load(original), target / original.stem)
        made = {file.stem: file for file in target.iterdir()}
        cosines = (own * embed([made[file.stem] for file in originals], modality, model)).sum(axis=1)
        shares = ", ".join(f"at {at}: {100 * np.mean(cosines >= at):.0f} %" for at in AT[modality])
        print(f"{modality} as {name}: median {np.median(cosines):.3f}, lowest {cosines.min():.3f}; {shares}")


def wrong(files, modality, model):
    """How many have another recording above the threshold."""
    vectors = embed(files, modality, model)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    best = cosines.max(axis=1)
    counts = ", ".join(f"at {at}: {(best >= at).sum()}" for at in AT[modality])
    print(f"{modality}, {len(files)} different ones: taken for a copy of another {counts}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--pictures", type=int, default=120)
    parser.add_argument("--sounds", type=int, default=100)
    parser.add_argument("--model", default="mini")
    options = parser.parse_args()
    files = {}
    with open(options.data / "manifest.csv", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["split"] == options.split and row["modality"] in AT:
                files.setdefault(row["modality"], []).append(options.data / row["path"])
    pictures = files["image"][:: max(1, len(files["image"]) // options.pictures)][: options.pictures]
    sounds = files["audio"][:: max(1, len(files["audio"]) // options.sounds)][: options.sounds]
    copies(pictures, PICTURES, lambda file: [Image.open(file).convert("RGB")], "image",
           options.folder, options.model)
    copies(sounds, SOUNDS, lambda file: soundfile.read(file), "audio", options.folder, options.model)
    for modality, own in files.items():
        wrong(own, modality, options.model)


if __name__ == "__main__":
    main()
