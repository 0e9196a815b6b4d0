"""Language and colour, from options and environment."""

import pytest

from clprun.cli.preferences import preferences


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ja_JP.UTF-8"}, "ja"),
        ([], {"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "de_DE", "LC_MESSAGES": "ja_JP.eucJP"}, "ja"),
        ([], {"LANG": "ja_JP", "LC_ALL": ""}, "ja"),
        (["--lang", "ja"], {"LANG": "en_US"}, "ja"),
        (["--lang=en", "list"], {"LANG": "ja_JP"}, "en"),
        (["list", "--lang", "ja"], {}, "ja"),
        (["--lang", "ja", "list", "--lang", "en"], {}, "en"),
        (["--lang", "xx"], {"LANG": "ja_JP"}, "ja"),
        (["list", "--lang"], {}, "en"),
        (["lab", "shell", "clu1", "--", "x", "--lang", "ja"], {}, "en"),
    ],
)
def test_the_language_is_chosen_so(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert preferences(arguments, environment).language == language


@pytest.mark.parametrize(
    ("arguments", "environment", "colour"),
    [
        ([], {}, True),
        (["--no-color"], {}, False),
        (["list", "--no-color"], {}, False),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        (["lab", "shell", "clu1", "--", "--no-color"], {}, True),
    ],
)
def test_colour_is_left_out_so(arguments: list[str], environment: dict[str, str], colour: bool) -> None:
    assert preferences(arguments, environment).colour is colour
