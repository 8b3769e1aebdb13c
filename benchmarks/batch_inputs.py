"""Hostile and large inputs, each read and copied by a process of its own: what came of it, its CPU seconds, and the most memory it had.

    python benchmarks/batch_inputs.py [--folder DIR] [--only NAME ...]

The files are made in the folder (a temporary one if not given), some gigabytes of room are needed. What is read is also copied, with every
tenth document changed. Exits 1 when a process needs 512 MB or more, ends by a signal, or a file that is sound is not read whole.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

MOST = 512  # MB
ZEROS = bytes(1 << 20)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", nargs="*", default=sorted(MAKERS))
    parser.add_argument("--child", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        return read(asked.child)
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"{'input':28} {'on disk':>12} {'CPU s':>8} {'peak MB':>8}  result")
        return max([run(name, folder) for name in asked.only], default=0)


def run(name: str, folder: Path) -> int:
    path = folder / name
    MAKERS[name](path)
    done = subprocess.run([sys.executable, __file__, "--child", str(path)], capture_output=True, text=True, check=False)
    size = path.stat().st_size
    path.unlink()
    if done.returncode:
        print(f"{name:28} {size:12,} {'':17}  FAILED: {done.returncode} {done.stderr.strip()[-300:]}")
        return 1
    came = json.loads(done.stdout)
    fine = came["peak"] < MOST and came["result"].startswith("refused" if name.startswith("refused") else "read")
    print(f"{name:28} {size:12,} {came['seconds']:8.1f} {came['peak']:8.0f}  {came['result']}{'' if fine else '  <- WRONG'}", flush=True)
    return not fine


def read(name: str) -> int:
    from textclean.batch.documents import DocumentError
    from textclean.batch.sources import Reading, open_source

    counts = {"texts": 0, "problems": 0, "characters": 0}
    try:
        with open_source(name, Reading()) as source, open(os.devnull, "wb") as target:  # noqa: PTH123
            sink = source.sink(target)
            for item in source.items():
                if item.text is not None:
                    counts["texts"] += 1
                    counts["characters"] += len(item.text)
                counts["problems"] += item.problem is not None
                sink.write(item, f"{item.text[:50]}!" if item.text is not None and item.number % 10 == 0 else None)
            sink.finish()
        result = "read: " + ", ".join(f"{count:,} {what}" for what, count in counts.items())
    except DocumentError as error:
        result = f"refused: {str(error).removeprefix(name)}"
    print(json.dumps({"result": result, "peak": peak(), "seconds": time.process_time()}))
    return 0


def peak() -> float:
    """MB that were resident at most; of this program alone, which `getrusage` would not tell from what started it."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return int(status["VmHWM"].split()[0]) / 1000


def gzip_line(path: Path) -> None:
    """A line of 2 GB: members of 64 MiB, none of which has a line end."""
    member = gzip.compress(b"x" * (64 << 20), 9)
    with path.open("wb") as file:
        file.write(gzip.compress(b'{"text": "'))
        for _ in range(32):
            file.write(member)
        file.write(gzip.compress(b'"}\n{"text": "after"}\n'))


def zstd_bomb(path: Path) -> None:
    """2 GB of zeros in one frame."""
    zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    with zstd.ZstdFile(path, "w", level=19) as file:
        for _ in range(2048):
            file.write(ZEROS)


def parquet_bomb(path: Path) -> None:
    """2,000 rows of one text of a million characters, which stands once."""
    import pyarrow as pa
    from pyarrow import parquet

    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), pa.array(["x" * 1_000_000]))
    parquet.write_table(pa.table({"text": texts}), path, compression="zstd", store_schema=False)


def parquet_page(path: Path) -> None:
    """One row of 2 GB."""
    import pyarrow as pa
    from pyarrow import parquet

    data = pa.array([b"x" * 2_000_000_000], pa.large_binary()).cast(pa.large_string())
    parquet.write_table(pa.table({"text": data}), path, compression="zstd", use_dictionary=False, write_statistics=False)


def parquet_delta(path: Path) -> None:
    """Texts of a million characters that differ in the last: each stands for its end alone."""
    import pyarrow as pa
    from pyarrow import parquet

    with parquet.ParquetWriter(
        path,
        pa.schema([("text", pa.string())]),
        compression="zstd",
        use_dictionary=False,
        column_encoding={"text": "DELTA_BYTE_ARRAY"},
        write_statistics=False,
    ) as writer:
        writer.write_table(pa.table({"text": ["x" * 1_000_000 + str(number) for number in range(1000)]}))


def parquet_wide(path: Path) -> None:
    """A gigabyte in one row group, most of it in another column."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([("blob", pa.binary()), ("text", pa.string())])
    with parquet.ParquetWriter(path, schema, compression="none", use_dictionary=False, write_page_index=True) as writer:
        blobs = pa.chunked_array([pa.array([os.urandom(10_000) for _ in range(10_000)], pa.binary())] * 10)
        texts = pa.chunked_array([pa.array([PROSE * 3 + str(number) for number in range(10_000)])] * 10)
        writer.write_table(pa.table([blobs, texts], schema=schema), row_group_size=100_000)


def long_line(path: Path) -> None:
    """A line of 100 MB between two short ones."""
    with path.open("wb") as file:
        file.write(b'{"text": "before"}\n{"text": "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "after"}\n')


def long_text(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"x" * 1_000_000)


def largest_text(path: Path) -> None:
    """As large as one may be, with one character that makes Python hold four bytes for each."""
    path.write_bytes("\N{GRINNING FACE}".encode() + b"x" * 49_999_996)


def largest_line(path: Path) -> None:
    """The same as a record, with an escape."""
    path.write_bytes(b'{"text": "\\n' + "\N{GRINNING FACE}".encode() + b"x" * 49_999_994 + b'"}\n')


PROSE = "The council met on Tuesday and put off the vote on the bridge until the spring of next year.\n" * 10


def gigabyte(path: Path) -> None:
    """Records as crawls have them: 1 GB."""
    records = [
        json.dumps({"id": number, "url": f"https://example.org/{number}", "meta": {"n": [1, 2, {"a": None}]}, "text": PROSE * 2})
        for number in range(100)
    ]
    block = "".join(f"{record}\n" for record in records).encode()
    with path.open("wb") as file:
        for _ in range(1_000_000_000 // len(block)):
            file.write(block)


def gigabyte_nested(path: Path) -> None:
    """One record of 60 MB of small values, which must all be passed over."""
    path.write_bytes(b'{"a": [' + b'{"x": [1, [2]]}, ' * 3_500_000 + b'0], "text": "here"}\n')


MAKERS = {
    "line-2GB.jsonl.gz": gzip_line,
    "refused-2GB.txt.zst": zstd_bomb,
    "line-2GB.jsonl.zst": zstd_bomb,
    "rows-2GB.parquet": parquet_bomb,
    "refused-page-2GB.parquet": parquet_page,
    "rows-delta-1GB.parquet": parquet_delta,
    "wide-1GB.parquet": parquet_wide,
    "line-100MB.jsonl": long_line,
    "refused-100MB.txt": long_text,
    "largest.txt": largest_text,
    "largest.jsonl": largest_line,
    "nested-60MB.jsonl": gigabyte_nested,
    "records-1GB.jsonl": gigabyte,
}


if __name__ == "__main__":
    sys.exit(main())
