"""A line of furniture right above the last paragraph of an article goes alone: sites put boxes between the paragraphs, to the last."""

from __future__ import annotations

from collections import Counter

from textclean.cleaner import Cleaner

ARTICLE = "\n\n".join(
    f"The council met {day} near the river after the storm, and nobody was surprised at the vote that was taken. Most of the members "
    "had made up their minds in the spring, when the report of the engineers came in."
    for day in "on Monday,on Tuesday,on Friday,in May,in June,in July,last week,last year,at noon,at dusk".split(",")
)
LAST = "The work begins in May, and the ferry will take the cars across until the autumn, as it did in the year of the great storm."

ENDING = {"comments", "author-bio", "about", "byline", "copyright", "reporting-credit", "promo", "disclaimer"}
"""What stands at the end of pages only: below it even a paragraph is hardly ever the article's (`any/structure`, `any/prompts`)."""


def test_the_last_paragraph_stays():
    cleaner = Cleaner()
    tried: Counter[str] = Counter()
    taken: dict[str, list[str]] = {}
    for rule in cleaner.rules:
        for example in rule.drops[:2]:
            lines = [example.text[start:end].strip() for start, end in example.goes]
            line = next((line for line in lines if line and "\n" not in line), None)
            if line is None or rule.category in ENDING:
                continue
            tried[rule.category] += 1
            if LAST not in cleaner.clean(f"{ARTICLE}\n\n{line}\n\n{LAST}").text.split("\n"):
                taken.setdefault(rule.category, []).append(f"{rule.name}: {line}")
    assert tried.total() > 1_000
    # The heading of a thread, of a box or of other articles among the lines of other rules' examples.
    assert sum(map(len, taken.values())) <= 0.01 * tried.total(), taken
