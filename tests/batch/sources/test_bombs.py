"""Small files that stand for much are read or refused in little memory. (`benchmarks/batch_inputs.py` does the same with gigabytes.)"""

import gzip
import subprocess
import sys

import pytest

from tests.batch.sources.helpers import zstd

MB = 1_000_000
READ = """
import sys
from textclean.batch.documents import DocumentError
from textclean.batch.sources import open_source

try:
    with open_source(sys.argv[1]) as source, open("/dev/null", "wb") as target:
        sink = source.sink(target)
        for item in source.items():
            sink.write(item, item.text and item.text[:9])
        sink.finish()
except DocumentError as error:
    print(error)
with open("/proc/self/status") as status:
    print(*(line.split()[1] for line in status if line.startswith("VmHWM")))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")


def gzip_line(path):
    path.write_bytes(gzip.compress(b'{"text": "') + gzip.compress(b"x" * 10 * MB) * 60)


def zstd_line(path):
    with zstd.ZstdFile(path, "w") as file:
        for _ in range(600):
            file.write(b"x" * MB)


def plain_line(path):
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"x" * MB)


def parquet_rows(path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 600, pa.int32()), pa.array(["x" * MB]))
    parquet.write_table(pa.table({"text": texts}), path, compression="zstd", store_schema=False)


def parquet_page(path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pa.table({"text": ["x" * 100 * MB]}), path, compression="zstd", use_dictionary=False, write_statistics=False)


@pytest.mark.parametrize(
    ("name", "make", "largest", "result"),
    [
        pytest.param("f.jsonl.gz", gzip_line, MB, "", id="a line of 600 MB in gzip"),
        pytest.param("f.jsonl.zst", zstd_line, MB, "", id="a line of 600 MB in zstd"),
        pytest.param("f.txt.zst", zstd_line, MB, "has more than 50,000,000 bytes", id="a text of 600 MB in zstd"),
        pytest.param("f.jsonl", plain_line, 101 * MB, "", id="a line of 100 MB"),
        pytest.param("f.parquet", parquet_rows, 1000, "", id="rows of 600 MB in Parquet"),
        pytest.param("f.parquet", parquet_page, MB, "a page of 100,000,0", id="a page of 100 MB in Parquet"),
    ],
)
def test_memory_stays_small(name, make, largest, result, tmp_path):
    path = tmp_path / name
    make(path)
    assert path.stat().st_size < largest
    *said, peak = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True).stdout.splitlines()
    assert result in "".join(said)
    assert bool(said) == bool(result)
    assert int(peak) < 300_000  # KiB
