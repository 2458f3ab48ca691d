# SPDX-License-Identifier: MIT
"""Records what plotly.express makes of the cases beside this file.

    python3 -m venv /tmp/px && /tmp/px/bin/pip install -r tools/record-px/requirements.txt
    /tmp/px/bin/python tools/record-px/record.py [NAME...]

Writes tests/figures/<name>.json for each case, or for those that are named, and
tests/figures/template.json.
The template of a figure is replaced by its name where it is the stock one.
"""

import json
import sys
from pathlib import Path

import numpy
import pandas
import plotly
import plotly.express
import plotly.graph_objects
import plotly.io
from plotly.subplots import make_subplots

HERE = Path(__file__).resolve().parent
FIGURES = HERE.parent.parent / "tests" / "figures"
DATES = {
    "sales": ["day"],
    "nulls": ["when"],
    "stocks": ["date"],
    "tasks": ["start", "finish"],
}


def plain(value):
    return json.loads(json.dumps(value, cls=plotly.utils.PlotlyJSONEncoder))


def template_name(template):
    for name in plotly.io.templates:
        if template == plain(plotly.io.templates[name].to_plotly_json()):
            return name
    raise SystemExit("a figure has a template that is not stock")


def read(name):
    return pandas.read_csv(FIGURES / "data" / f"{name}.csv", parse_dates=DATES.get(name, []))


def called(case):
    """A call of plotly.express, or any expression, which stands in both languages."""
    table = {case["table"]: read(case["table"])} if case["table"] else {}
    if "python" in case:
        names = {
            "px": plotly.express,
            "go": plotly.graph_objects,
            "make_subplots": make_subplots,
            "np": numpy,
        }
        return eval(case["python"], names | table)
    make = getattr(plotly.express, case["function"])
    args = json.loads(json.dumps(case["args"]))  # plotly.express changes what it is given
    return make(*table.values(), **args)


def record(case):
    figure = called(case)
    figure = json.loads(figure.to_json())
    figure["layout"]["template"] = template_name(figure["layout"]["template"])
    return {"plotly": plotly.__version__, "case": case, "figure": figure}


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    (FIGURES / f"{name}.json").write_text(text + "\n", encoding="utf-8")


for one in json.loads((HERE / "cases.json").read_text()):
    if not sys.argv[1:] or one["name"] in sys.argv[1:]:
        write(one["name"], record(one))
write("template", plain(plotly.io.templates["plotly"].to_plotly_json()))
