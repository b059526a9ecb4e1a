"""Makes the media files beside it: a chirp, and a colour gradient that moves, through FFmpeg's LGPL encoders.

Needs an `ffmpeg` (made with 8.1.2) on PATH. The signals are simple formulas, so that the tests can compute them again:
  sound  s(t) = 0.5 sin(2 pi (300 t + 200 t^2)), 1.5 s; a second channel is half as loud
  video  frame k of 24, 64 x 48, 12 a second (25 in MPEG-TS): R = 40 + 8 k, G = 30 + 3 x, B = 220 - 4 y
"""

import math
import os
import struct
import subprocess


def run(out, *args, data=None):
    command = ["ffmpeg", "-y", "-loglevel", "error", "-bitexact", *args, "-map_metadata", "-1", "-flags", "+bitexact", out]
    subprocess.run(command, input=data, check=True)


def chirp(rate, channels):
    samples = bytearray()
    for n in range(int(1.5 * rate)):
        t = n / rate
        s = 0.5 * math.sin(2 * math.pi * (300 * t + 200 * t * t))
        for c in range(channels):
            samples += struct.pack("<h", round(32767 * s / (c + 1)))
    return bytes(samples)


def sound(out, rate, channels, *args):
    run(out, "-f", "s16le", "-ar", str(rate), "-ac", str(channels), "-i", "-", *args, data=chirp(rate, channels))


frames = bytes(
    v
    for k in range(24)
    for y in range(48)
    for x in range(64)
    for v in (40 + 8 * k, 30 + 3 * x, 220 - 4 * y)
)
raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "64x48", "-r", "12", "-i", "-"]


def video(out, *args):
    run(out, *raw, *args, data=frames)


with open("chirp.raw", "wb") as f:
    f.write(chirp(48000, 1))
with_sound = ["-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "chirp.raw"]

sound("chirp.flac", 16000, 1)
sound("chirp.mp3", 44100, 2, "-b:a", "96k")
sound("chirp_vorbis.ogg", 44100, 2, "-c:a", "vorbis", "-strict", "-2", "-q:a", "6")
sound("chirp.opus", 48000, 1, "-c:a", "libopus", "-b:a", "48k")
sound("chirp_aac.m4a", 44100, 1, "-c:a", "aac", "-b:a", "64k")
sound("chirp_alac.m4a", 16000, 2, "-c:a", "alac", "-t", "1")
sound("chirp.wma", 44100, 1, "-c:a", "wmav2", "-b:a", "64k")
sound("chirp.aiff", 8000, 1)
for rate in (16000, 24000):  # no header frames, so that the two can be spliced
    sound(f"rate_{rate}.mp3", rate, 1, "-b:a", "32k", "-t", "0.5", "-write_xing", "0", "-id3v2_version", "0")
sound("chirp.mka", 16000, 1, "-c:a", "pcm_f32le", "-t", "0.3")
video("gradient_mpeg4.avi", "-c:v", "mpeg4", "-q:v", "2", "-g", "6")
video("gradient_bframes.mkv", *with_sound, "-c:v", "mpeg4", "-q:v", "2", "-bf", "2", "-g", "8", "-c:a", "libopus", "-b:a", "32k")
video("gradient_vp9.webm", *with_sound, "-c:v", "libvpx-vp9", "-crf", "10", "-b:v", "0", "-g", "6", "-c:a", "libopus", "-b:a", "32k")
video("gradient_vp8.webm", "-c:v", "libvpx", "-crf", "5", "-b:v", "2M", "-g", "6", "-auto-alt-ref", "0")
video("gradient_h264.mov", *with_sound, "-c:v", "libopenh264", "-b:v", "400k", "-g", "8", "-c:a", "aac", "-b:a", "48k")
video("gradient_av1.mp4", "-c:v", "libsvtav1", "-crf", "10", "-g", "6")
run("gradient_opengop.ts", *[a.replace("12", "25") for a in raw], "-c:v", "mpeg2video", "-q:v", "2", "-bf", "2", "-g", "8", data=frames)
video("gradient_mjpeg.avi", "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-frames:v", "8")
# A stream copy that starts between key frames: an edit list hides the frames before.
run("gradient_cut.mp4", "-ss", "0.9", "-i", "gradient_h264.mov", "-an", "-c:v", "copy")
subprocess.run(["ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "64x48", "-i", "-",
                "-frames:v", "1", "cover.png"], input=frames, check=True)
run("cover_art.mp3", "-i", "chirp.mp3", "-i", "cover.png", "-map", "0", "-map", "1", "-c", "copy", "-disposition:v", "attached_pic")
# The pictures begin after two thirds of a second, and there are only eight.
run("late_pictures.mkv", *with_sound, *raw, "-vf", "setpts=PTS+0.7/TB", "-c:v", "mpeg4", "-q:v", "2", "-frames:v", "8", "-c:a", "libopus", "-b:a", "32k", data=frames)
os.remove("chirp.raw")
os.remove("cover.png")
