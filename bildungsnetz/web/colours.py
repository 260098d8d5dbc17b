"""The colours that mean something, once for page, chart and PDF.

Each colour carries white text (contrast of 4.5 and more) and stands out from the page in light and dark (3 and more),
so that one value serves every medium. ``python -m bildungsnetz.web.colours`` prints them as a stylesheet; the file
``static/web/colours.css`` is that output, and a test keeps it so.
"""

from dataclasses import dataclass

WHITE = "#ffffff"
BACKGROUNDS = {"light page": "#f3f4f7", "light card": WHITE, "dark page": "#131525", "dark card": "#1d2034"}

GOAL_COLOURS = {1: "#2f70c8", 2: "#1a8061", 3: "#ad5d0c", 4: "#c83a6c", 5: "#7f5cc2"}


@dataclass(frozen=True)
class Tone:
    """How a state looks: a colour and, because colour alone says nothing to many, a glyph on a 16 × 16 grid."""

    colour: str
    glyph: str


TONES = {
    "done": Tone("#2c72cb", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1.1 10.4L3.7 8.2l1.3-1.3 1.9 1.9 4-4 1.3 1.3Z"),
    "good": Tone("#1f8558", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM6.2 4.6 11.6 8l-5.4 3.4Z"),
    "watch": Tone("#b36205", "M8 1 .6 14.4h14.8Zm-.9 5h1.8v4.4H7.1Zm0 5.4h1.8v1.7H7.1Z"),
    "late": Tone("#cf3d33", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3 10.3L7.2 8.8V4h1.6v3.9l3.1 2Z"),
    "paused": Tone("#8d6c50", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM5.2 5h2v6h-2Zm3.6 0h2v6h-2Z"),
    "planned": Tone("#6a7393", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z"),
    "off": Tone(
        "#73737b",
        "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3.2 8.9-1.3 1.3L8 9.3l-1.9 1.9-1.3-1.3L6.7 8 4.8 6.1l1.3-1.3L8 6.7l1.9-1.9"
        " 1.3 1.3L9.3 8Z",
    ),
    "info": Tone("#2c72cb", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.9 3h1.8v1.8H7.1Zm0 3h1.8v5H7.1Z"),
}


def goal_colour(number: int | None) -> str:
    """The colour of goal ``number``; a sixth goal starts over, none at all is quiet."""
    return GOAL_COLOURS[(number - 1) % len(GOAL_COLOURS) + 1] if number else TONES["off"].colour


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two ``#rrggbb`` colours."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def stylesheet() -> str:
    """All colours as CSS custom properties and the classes ``goal-<number>`` and ``tone-<name>`` that pick one."""
    goals = [(f"goal-{number}", colour) for number, colour in GOAL_COLOURS.items()] + [("goal-none", goal_colour(None))]
    tones = [(f"tone-{name}", tone.colour) for name, tone in TONES.items()]
    properties = "".join(f"  --{name}: {colour};\n" for name, colour in goals + tones)
    goal_classes = "".join(f".{name} {{ --goal: var(--{name}); }}\n" for name, _ in goals)
    tone_classes = "".join(f".{name} {{ --tone: var(--{name}); }}\n" for name, _ in tones)
    return f"/* Made by bildungsnetz/web/colours.py. */\n:root {{\n{properties}}}\n{goal_classes}{tone_classes}"


if __name__ == "__main__":
    print(stylesheet(), end="")  # noqa: T201
