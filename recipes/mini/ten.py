"""Makes ten.mp4, the sample of docs/describe.md: ten things, five seconds each, seen and heard.

    python3 recipes/mini/ten.py DATA ten.mp4

Each is the first picture and the first sound of its class in the test part of DATA, a folder with a manifest.csv as the other
recipes here read it. Short sounds are followed by silence. Needs ffmpeg with OpenH264, such as
the program in the FFmpeg jars of JavaCPP (name another by the variable FFMPEG); another encoder's pictures differ a little.
"""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile

THINGS = "accordion dog helicopter piano sea saxophone rooster clock guitar motorcycle".split()
FFMPEG = [os.environ.get("FFMPEG", "ffmpeg"), "-y", "-loglevel", "error"]


def main(data, target):
    with open(data / "manifest.csv", newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["split"] == "test"]
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, thing in enumerate(THINGS):
            picture, sound = (next(data / row["path"] for row in rows
                                   if row["modality"] == modality and row["class"] == thing)
                              for modality in ("image", "audio"))
            names.append(f"file {number}.mkv\n")
            subprocess.run(
                [*FFMPEG, "-loop", "1", "-framerate", "10", "-i", picture, "-i", sound,
                 "-vf", "scale=320:240:force_original_aspect_ratio=decrease,pad=320:240:-1:-1", "-af", "apad", "-t", "5",
                 "-c:v", "libopenh264", "-b:v", "500k", "-pix_fmt", "yuv420p",
                 "-c:a", "pcm_s16le", "-ar", "16000", "-ac", "1", f"{folder}/{number}.mkv"], check=True)
        (pathlib.Path(folder) / "list.txt").write_text("".join(names))
        subprocess.run([*FFMPEG, "-f", "concat", "-i", f"{folder}/list.txt", "-c:v", "copy", "-c:a", "aac", "-b:a", "96k", target],
                       check=True)


main(pathlib.Path(sys.argv[1]), sys.argv[2])
