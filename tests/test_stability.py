"""On real extractor output: a second cleaning changes nothing and the original comes back, whatever a policy keeps."""

import gzip
import json

import pytest

from textclean.cleaner import Cleaner
from textclean.rules.policy import Policy

KEPT = [
    None,
    "headline",
    "standfirst",
    "reading-time",
    "date",
    "caption",
    "share",
    "comments",
    "navigation",
    "newsletter",
    "paywall",
    "republish",
]


@pytest.mark.parametrize("kept", KEPT)
def test_cleaning_is_stable_and_can_be_undone(bench, kept):
    cleaner = Cleaner(policy=Policy(actions={kept: "keep"} if kept else {}))
    with gzip.open(bench / "aeb_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][::4]
    for record in records:
        for name in ("trafilatura231_nocomments", "resiliparse", "html-text"):
            text = record["outputs"][name]
            result = cleaner.clean(text)
            assert result.restore() == text
            assert cleaner.clean(result.text).text == result.text, (record["id"], name)
            assert result.text.strip()
