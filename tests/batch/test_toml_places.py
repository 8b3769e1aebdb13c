import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.batch.toml_places import Places

TEXT = """\
# a comment
top = 1
[tool.textclean]
select = [ "a", # one
  "b",

  { deep = [ 1 ] } ]
"quoted key".part = true
'literal' = 2
s = \"\"\"
x = 1
[no.table]
\"\"\"
[[tool.textclean.overrides]]
paths = ["é", "b"]
[tool.textclean.overrides.actions]
caption = "keep"
[[tool.textclean.overrides]]
paths = []
actions.x = "off"
"""
OVERRIDES = ("tool", "textclean", "overrides")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("top",), (2, 1)),
        (("tool", "textclean"), (3, 2)),
        (("tool", "textclean", "select"), (4, 1)),
        (("tool", "textclean", "select", 0), (4, 12)),
        (("tool", "textclean", "select", 1), (5, 3)),
        (("tool", "textclean", "select", 2, "deep", 0), (7, 14)),
        (("tool", "textclean", "quoted key", "part"), (8, 1)),
        (("tool", "textclean", "literal"), (9, 1)),
        ((*OVERRIDES, 0), (14, 3)),
        ((*OVERRIDES, 0, "paths", 1), (15, 15)),
        ((*OVERRIDES, 0, "actions", "caption"), (17, 1)),
        ((*OVERRIDES, 1, "paths"), (19, 1)),
        ((*OVERRIDES, 1, "actions", "x"), (20, 1)),
    ],
    ids=str,
)
def test_where_things_stand(path, place):
    assert Places(TEXT)[path] == place


@pytest.mark.parametrize(
    ("path", "place"), [(("nothing",), (1, 1)), (("tool", "textclean", "select", 0, "x"), (4, 12)), ((), (1, 1))], ids=str
)
def test_what_is_not_there_is_at_what_is_around_it(path, place):
    assert Places(TEXT)[path] == place


def paths_in(value, at=()):
    """Every path of read TOML."""
    if at:
        yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths_in(item, (*at, key))


def test_all_that_tomllib_reads_has_a_place():
    assert set(Places(TEXT)) == set(paths_in(tomllib.loads(TEXT)))


KEYS = st.sampled_from(["a", "b-c", '"d e"', "'f.g'", "a.b", 'h . "i"', '"\\u00e9"'])
VALUES = st.recursive(
    st.sampled_from(["1", "true", '"x"', "'''\nx = 1\n'''", "1979-05-27", "2.5"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", # c\n ".join(items) + ("\n]" if items else "]"))
        | st.lists(st.tuples(KEYS, inner), max_size=2, unique_by=lambda pair: pair[0][:3]).map(
            lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=6,
)
LINES = st.one_of(
    st.builds(lambda key, value: f"{key} = {value}", KEYS, VALUES),
    KEYS.map(lambda key: f"[{key}]"),
    KEYS.map(lambda key: f"[[ {key} ]] # c"),
    st.sampled_from(["", "# c"]),
)


@given(st.lists(LINES, max_size=8))
def test_whatever_tomllib_reads_has_a_place(lines):
    text = "\n".join(lines)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    places = Places(text)
    assert set(places) == set(paths_in(read))
    assert all(1 <= places[path].line <= len(text.split("\n")) for path in places)
