# SPDX-License-Identifier: MIT
"""Writes the facts that px needs of plotly.py: the lists of colours and the named templates.

    /tmp/px/bin/python tools/record-px/facts.py

Gives runtime/figure/colors.json and runtime/figure/templates/<name>.json.
"""

import json
from pathlib import Path

import plotly
import plotly.colors
import plotly.io

FIGURE = Path(__file__).resolve().parent.parent.parent / "runtime" / "figure"
GROUPS = ("qualitative", "sequential", "diverging", "cyclical")


def write(path, value):
    text = json.dumps(value, ensure_ascii=False, indent=1)
    (FIGURE / path).write_text(text + "\n", encoding="utf-8")


def colors(group):
    """Those with a colour in them; the reversed ones (_r) follow from the others."""
    lists = vars(getattr(plotly.colors, group))
    return {
        name: value
        for name, value in lists.items()
        if isinstance(value, list) and not name.startswith("_") and not name.endswith("_r")
    }


write("colors.json", {group: colors(group) for group in GROUPS})
for name in plotly.io.templates:
    if name != "none":
        template = plotly.io.templates[name].to_plotly_json()
        encoder = plotly.utils.PlotlyJSONEncoder
        write(f"templates/{name}.json", json.loads(json.dumps(template, cls=encoder)))
