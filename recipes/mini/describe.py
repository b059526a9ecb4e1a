"""How well `describe` names photos and sounds: the table of docs/describe.md.

    python3 recipes/mini/describe.py DATA test      # or val

DATA is a folder with a manifest.csv (id, modality, path, class, source, split, ...) as the other recipes here read it. Each item is
described as one segment; its first label is right if it is a word for the item's class, by the tables below. Left out are
emoji, scenes without one class, and the sounds that come with the program, whose vectors `describe` compares with.
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile
from statistics import NormalDist

HOME = pathlib.Path(__file__).resolve().parents[2]
APP = HOME / "app/src/main/resources/io/github/imagebind4j/app"
SCENES = {"table_objects", "table_boxes", "table_pile", "tno_scene", "coco_scene", "person_scene", "sitting", "standing",
          "thermal_steam_train"}

# The program's own sounds, demo/samples.csv.
OWN = {"esc-1419", "esc-1433", "esc-1454", "esc-1482", "esc-1492", "esc-1500", "esc-1530", "esc-1534", "esc-1541", "esc-1544",
       "esc-1690", "ant-0077", "fsdd-0061"}

# Words for a class where its own name is no label. "*birds": all labels of that group.
SEEN = {
    "airplane": "aeroplane",
    "insect": "ant, bee, beetle, butterfly, caterpillar, dragonfly, fly, ladybird",
    "keyboard": "computer keyboard, laptop computer",
    "revolver": "gun",
    "buddha": "statue",
    "joshua_tree": "cactus, tree",
    "minaret": "mosque, tower",
    "rhino": "rhinoceros",
    "soccer_ball": "ball",
    "bonsai": "houseplant, tree",
    "cellphone": "mobile phone, telephone",
    "crocodile_head": "crocodile",
    "drinking": "person drinking",
    "hawksbill": "turtle",
    "strawberry": "strawberries",
    "windsor_chair": "chair",
    "flamingo_head": "flamingo",
    "water_lilly": "flower, lotus",
    "dollar_bill": "banknote",
    "headphone": "headphones",
    "binocular": "binoculars",
    "drums": "drum, drum kit",
    "bass": "fish",
    "sea": "boat, sailing boat, sea, ship, waves",
    "person": "child, face, man, old man, old woman, person, smiling face, woman",
    "clock": "clock, watch",
    "bird": "*birds",
    "thunder": "lightning, storm",
    "mouse_click": "computer mouse",
    "tick": "",
}
HEARD = {
    "dog": "a dog barking, a dog howling, a dog whining",
    "cat": "a cat meowing, a cat purring",
    "saw": "a chainsaw, sawing wood",
    "door": "a creaking door, a door opening, a door slamming, knocking on a door",
    "water": "a river, a stream, a tap running, dripping water, pouring water",
    "person": "a child speaking, a man speaking, a newsreader, a woman speaking",
    "car": "a car engine, a car horn, a car passing by, an engine starting",
    "clock": "a clock ticking, an alarm clock",
    "baby": "a baby crying, a baby laughing, crying",
    "fire": "a crackling fire",
    "insect": "a bee buzzing, a mosquito, insects buzzing",
    "sea": "sea waves",
    "drinking": "drinking and swallowing",
    "keyboard": "typing on a keyboard",
    "airplane": "an aeroplane",
    "mouse_click": "clicking a mouse",
    "glass": "breaking glass",
    "can": "opening a can",
    "toothbrush": "brushing teeth",
    "toilet": "a toilet flushing",
    "cricket": "crickets chirping",
    "bird": "birds singing",
    "rain": "heavy rain on a roof, rain",
    "thunder": "a storm, thunder",
    "crow": "a crow cawing",
    "frog": "a frog croaking",
    "siren": "a fire engine siren, a police siren, a siren, an ambulance siren",
    "footsteps": "footsteps, footsteps in snow, running footsteps",
    "clapping": "applause, clapping hands",
    "train": "a train, a train horn, a train passing by",
    "drums": "a drum, a drum kit",
    "laughing": "a baby laughing, laughing",
    "hen": "a hen clucking",
    "cow": "a cow mooing",
    "pig": "a pig grunting",
    "sheep": "a sheep bleating",
    "goat": "a goat bleating",
    "elephant": "an elephant trumpeting",
    "rooster": "a rooster crowing",
    "horse": "a horse neighing, hooves on a road",
    "duck": "a duck quacking",
    "lion": "a lion roaring",
    "wolf": "a wolf howling",
    "seagull": "a seagull calling",
    "monkey": "a monkey calling",
    "owl": "an owl hooting",
    "wind": "wind",
    "washing_machine": "a washing machine",
    "vacuum_cleaner": "a vacuum cleaner",
    "church_bells": "church bells",
    "alarm_clock": "an alarm clock",
}


def labels(name):
    """A list's labels, and each one's group."""
    group, found = "", {}
    for line in (APP / f"describe/{name}.txt").read_text("utf-8").splitlines():
        line = line.strip()
        if line.startswith("["):
            group = line[1:-1]
        elif line and not line.startswith("#"):
            found[line] = group
    return found


def words(sense, kind, listed):
    table = SEEN if sense == "seen" else HEARD
    name = kind.replace("_", " ")
    wanted = table[kind].split(", ") if kind in table else [name, "a " + name, "an " + name]
    found = {word for word in wanted if word in listed}
    return found | {label for label, group in listed.items() if "*" + group in wanted}


def items(data, split):
    with open(data / "manifest.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    photos = [row for row in rows if row["modality"] == "image" and row["class"] not in SCENES
              and "emoji" not in (row["id"] + row["source"] + row["path"]).lower()]
    sounds = [row for row in rows if row["modality"] == "audio" and row["id"] not in OWN]
    return {"seen": photos, "heard": sounds}


def describe(files, *options):
    """What is noticed of each file, in their order."""
    with tempfile.TemporaryFile() as out:
        command = [str(HOME / "imagebind4j"), "describe", "-q", "--json", "--min", "0", "--segment", "600", *options, *files]
        subprocess.run(command, stdout=out, check=True)
        out.seek(0)
        return [json.loads(line)["spans"][0] for line in out]


def percent(part, whole):
    return f"{part} of {whole} ({100 * part / max(1, whole):.1f} %)"


def measure(sense, rows, data):
    listed = labels("sights" if sense == "seen" else "sounds")
    right = [words(sense, row["class"], listed) for row in rows]
    files = [str(data / row["path"]) for row in rows]
    print(f"{sense}: {len(rows)} items, {sum(not some for some in right)} of a kind that is not on the list")
    spans = describe(files, "--chance", "0.5", "-k", "1000")

    def bar(chance):
        return NormalDist().inv_cdf(1 - chance / len(listed))

    def told(span, chance):
        return [tag["label"] for tag in span["tags"] if tag["p"] >= 0.1 and tag["stands_out"] > bar(chance)]

    for chance in (0.001, 0.01, 0.05, 0.2, 0.5):
        first = [(told(span, chance)[:1], some) for span, some in zip(spans, right)]
        named = [(tags[0], some) for tags, some in first if tags]
        good = sum(tag in some for tag, some in named)
        print(f"  --chance {chance}: named {percent(len(named), len(rows))}, right {percent(good, len(named))}")
    best = describe(files, "--chance", "1", "-k", "1")
    good = sum(span["tags"][0]["label"] in some for span, some in zip(best, right))
    print(f"  --chance 1: right {percent(good, len(rows))}")
    guesses = []
    for span, some in zip(spans, right):
        group = span["groups"][:1]
        if not told(span, 0.05) and group and group[0]["p"] >= 0.5 and group[0]["stands_out"] >= bar(0.5):
            guesses.append(group[0]["label"] in {listed[word] for word in some})
    print(f"  a group guessed: {percent(len(guesses), len(rows))}, right {percent(sum(guesses), len(guesses))}")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for which, found in items(folder, sys.argv[2]).items():
        measure(which, found, folder)
