# SPDX-License-Identifier: MIT
#
# The app of samples/sales in Python's Dash, for comparison: the same data, the
# same components, the same figure. `server` is for gunicorn; with
# DASH_BACKEND=fastapi, `asgi` is for uvicorn.

import os
from pathlib import Path

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dcc, html

samples = Path(__file__).resolve().parents[3] / "samples"
sales = pd.read_csv(samples / "sales" / "sales.csv")

backend = os.environ.get("DASH_BACKEND", "flask")
app = Dash(__name__, backend=backend) if backend != "flask" else Dash(__name__)
app.title = "Film sales"
app.layout = [
    html.H1("Film sales"),
    html.P(f"What films of 1995 to 2009 took at the box office, {sales.revenue.sum() / 1e9:,.0f} billion US$ in all."),
    dcc.Dropdown(id="region-dropdown", options=sales.region.unique(), value="United States", clearable=False),
    dcc.Graph(id="sales-chart"),
]


@app.callback(Output("sales-chart", "figure"), Input("region-dropdown", "value"))
def update_chart(region):
    rows = sales[sales.region == region].groupby("year", as_index=False).revenue.sum().sort_values("year")
    return px.bar(
        rows,
        x="year",
        y="revenue",
        title=f"{region}: revenue by year",
        labels={"year": "Year of release", "revenue": "Revenue (US$)"},
    )


server = app.server
asgi = app.server
