"""Makes tokenizer_fuzz.jsonl: random text through the reference's text cleaning and BPE.

Run from the repository's root with Python 3.11, ftfy 6.3.1 and regex 2026.9.29:
    python core/src/test/resources/goldens/tokenizer_fuzz.py [SEED [LINES]]
Cleaning is ftfy.fix_text, html.unescape twice, strip, white space, lower; pieces and byte pairs
follow the reference's SimpleTokenizer. Ids are written up to the end token; zeros follow.
"""
import gzip, html, html.entities, json, pathlib, platform, random, sys

import ftfy, regex

ROOT = pathlib.Path(__file__).resolve().parents[4]
MERGES = ROOT / "src/main/resources/io/github/imagebind4j/tokenizer/bpe_merges.txt.gz"
PATTERN = regex.compile(
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+",
    regex.IGNORECASE,
)
ENCODINGS = (
    "latin-1 sloppy-windows-1252 sloppy-windows-1251 sloppy-windows-1250 sloppy-windows-1253 "
    "sloppy-windows-1254 sloppy-windows-1257 iso-8859-2 macroman cp437 windows-1252"
).split()
WORDS = (
    "dog cat Café naïve déjà vu Ångström Zürich l’été “quoted” don’t it’s à la mode às àquele "
    "España ação Привет мир Ελλάδα ΟΔΥΣΣΕΥΣ ΣΑΣ İstanbul ırmak ŞİŞLİ ﬁsh oﬃce ŉ ǅ ß ẞ 你好 日本語 "
    "한국어 ไทย हिन्दी العربية עברית 😀 👩‍👩‍👧 🇩🇪 ❤️ ½ ² ™ © ® € £5 100° … – — • œuvre Œ œ × ÷ ª º ¿ ¡ "
    "« » ‹ › „ ‚ ¬ µ ƒ ˆ ˜ † ‡ ‰ ﬀ ﬆ Ｗｉｄｅ ｶﾞｷﾞ ﾊﾟ ￡ 3.14 1999 x² Łódź Çeşme Žižek ő ű ąęį ūž"
).split(" ")
NAMES = list(html.entities.html5)
CAPITALS = [name.upper() for name in NAMES if name.islower()]
RANGES = [
    (0, 0x20), (0x20, 0x7F), (0x7F, 0xA0), (0xA0, 0x180), (0x180, 0x250), (0x2B0, 0x370),
    (0x370, 0x400), (0x400, 0x530), (0x590, 0x700), (0x900, 0x980), (0x1100, 0x1200),
    (0x1E00, 0x2000), (0x2000, 0x2070), (0x2070, 0x2600), (0x3000, 0x3100), (0x4E00, 0x4E80),
    (0xAC00, 0xAC80), (0xD800, 0xE000), (0xF8F0, 0xFB10), (0xFEFF, 0x10000), (0x1F300, 0x1F700),
    (0x10000, 0x110000),
]
CLUES = "ГўВЂВВГРСÂÃÎÐØÙà²µ√≈‚Ää°êвЂ™â€œ”šžŸ×²³ΒΓΞΟβ€ā\u00a0\u00adÀ\x1a\ufffd? íí°\x81\x8d"
SPACES = [
    "\n", "\r\n", "\r", "\t", "\x0b", "\x0c", "\x1c", "\u2028", "\x85", "\u3000", "  ", "\u00a0",
    "\u200b", "\ufeff", "\x1b[31m", "\x1b[1;٣m", "\x1b[", "\x1b", "\x7f", "À\n", "í\xa0\x80í°\n",
]
SPECIALS = [
    "<|endoftext|>", "<|STARTofText|>", "<|ſtartoftext|>", "'ſ", "'S", "'Ll", "'re", "''ve", "<",
    "<3", "I'd'm",
]
ODD_ENTITIES = [
    "&", "&#", "&#x", "&;", "&#xg;", "&#12ab;", "&notin", "&notit;", "&ampersand;", "&a\x00mp;",
    "&CounterClockwiseContourIntegral;", "&ａｍｐ；", "&amp&semi;", "&am&#112;;", "<b>&amp;</b>",
    "&bne;", "&nGt;", "&fjlig;", "&NAPOS;",
]
CASING = ["Σ", "σ", "Α", "'", ".", "·", "\u0301", "\u0345", "ʰ", "1", " ", "\u00ad", "İ", "ı", "K"]


def character(r):
    return chr(r.randrange(*r.choice(RANGES)))


def mojibake(r):
    text = " ".join(r.choice(WORDS) for _ in range(r.randint(1, 4)))
    for _ in range(r.choice([1, 1, 1, 2, 2, 3])):
        encoded = text.encode("utf-8", "surrogatepass")
        if r.random() < 0.1:  # CESU-8
            wide = text.encode("utf-16-be", "surrogatepass")
            units = (int.from_bytes(wide[i : i + 2], "big") for i in range(0, len(wide), 2))
            encoded = b"".join(chr(u).encode("utf-8", "surrogatepass") for u in units)
        text = encoded.decode(r.choice(ENCODINGS), "replace")
    if r.random() < 0.25:
        text = text.replace("\xa0", " ")
    if r.random() < 0.15:
        text = text.replace("\ufffd", "?")
    return text


def entity(r):
    kind = r.random()
    end = r.choice([";", ";", ""])
    if kind < 0.35:
        return "&" + r.choice(NAMES)
    if kind < 0.45:
        return "&" + r.choice(CAPITALS)
    if kind < 0.6:
        return "&#%d" % r.choice([r.randrange(0x180), r.randrange(0x120000), 38, 59, 60, 133]) + end
    if kind < 0.75:
        number = r.choice([r.randrange(0x180), r.randrange(0x120000), 0x26, 0x2019, 0xD83D])
        return "&#" + r.choice("xX") + r.choice(["%x", "%X", "0%x"]) % number + end
    if kind < 0.9:
        nested = r.choice(["amp;", "lt;", "#38;", "AMP;", "eacute", "#x26;amp;"]) * r.randint(0, 3)
        return "&amp;" + nested + r.choice(["", "lt;", "eacute;", "#233;", "#65;", "notit;"])
    return r.choice(ODD_ENTITIES)


def piece(r):
    kind = r.random()
    if kind < 0.22:
        return r.choice(WORDS)
    if kind < 0.45:
        return mojibake(r)
    if kind < 0.6:
        return entity(r)
    if kind < 0.68:
        return "".join(character(r) for _ in range(r.randint(1, 4)))
    if kind < 0.76:
        return "".join(r.choice(CLUES) for _ in range(r.randint(1, 6)))
    if kind < 0.82:
        return r.choice(SPACES)
    if kind < 0.88:
        return r.choice(SPECIALS)
    if kind < 0.94:
        return "".join(r.choice(CASING) for _ in range(r.randint(2, 7)))
    marks = "".join(chr(r.randrange(0x300, 0x370)) for _ in range(r.randint(1, 4)))
    return r.choice("aeouAEOUnczq") + marks


def clean(text):
    text = html.unescape(html.unescape(ftfy.fix_text(text))).strip()
    return regex.sub(r"\s+", " ", text).strip().lower()


class Bpe:
    def __init__(self):
        printable = [*range(33, 127), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
        others = [b for b in range(256) if b not in printable]
        self.bytes = {b: chr(b) for b in printable} | {b: chr(256 + i) for i, b in enumerate(others)}
        merges = [tuple(line.split()) for line in gzip.open(MERGES, "rt", encoding="utf-8")]
        vocabulary = [*self.bytes.values(), *(c + "</w>" for c in self.bytes.values())]
        vocabulary += ["".join(m) for m in merges] + ["<|startoftext|>", "<|endoftext|>"]
        self.ids = {token: i for i, token in enumerate(vocabulary)}
        self.ranks = {merge: i for i, merge in enumerate(merges)}

    def word(self, token):
        if token in ("<|startoftext|>", "<|endoftext|>"):
            return [token]
        word = [self.bytes[b] for b in token.encode("utf-8")]
        word[-1] += "</w>"
        while len(word) > 1:
            best = min(zip(word, word[1:]), key=lambda pair: self.ranks.get(pair, 1e9))
            if best not in self.ranks:
                break
            merged, i = [], 0
            while i < len(word):
                both = tuple(word[i : i + 2]) == best
                merged.append("".join(best) if both else word[i])
                i += 2 if both else 1
            word = merged
        return word

    def encode(self, cleaned):
        tokens = [t for piece in PATTERN.findall(cleaned) for t in self.word(piece)]
        return [49406, *(self.ids[t] for t in tokens[:75]), 49407]


def main(seed=20261122, lines=500):
    r, bpe = random.Random(seed), Bpe()
    made = (
        f"tokenizer_fuzz.py {seed} {lines}: Python {platform.python_version()}, "
        f"ftfy {ftfy.__version__}, regex {regex.__version__}; ids up to the end token"
    )
    with open(pathlib.Path(__file__).with_suffix(".jsonl"), "w") as out:
        out.write(json.dumps({"made": made, "lines": lines}) + "\n")
        while lines > 0:
            separator = r.choice(["", " ", " "])
            text = separator.join(piece(r) for _ in range(r.choice([1, 2, 2, 3, 4, 6])))
            if len(text) > 120:
                continue
            cleaned = clean(text)
            row = {"text": text, "cleaned": cleaned, "ids": bpe.encode(cleaned)}
            out.write(json.dumps(row, separators=(",", ":")) + "\n")
            lines -= 1


main(*map(int, sys.argv[1:]))
