# SPDX-License-Identifier: MIT
#
# The questions of the table bench put to DuckDB or Polars.
#
#     python tables.py duckdb|polars|plotly THREADS FOLDER sales|h2oai|quoted|points
#
# Loads the CSV files of FOLDER, says "ready", then answers each line of standard
# input, the name of a question, with a line of JSON: {"seconds": …, "answer": […]}.
# The seconds are those of the query alone, its result in memory (of CPU time when the
# environment's BENCH_CLOCK is "cpu"); the answer is made
# of numbers over that result, which all engines must give. Texts of few values are
# what is fastest in each engine: ENUM and Categorical.

import json
import os
import sys
import time

engine, threads, folder, data = sys.argv[1:5]
os.environ["POLARS_MAX_THREADS"] = threads

import polars as pl  # noqa: E402 (reads it)

# A question: the SQL, the same for Polars as a function of the frames, and what is
# asked of the result: "n" its rows, "+x" the sum of x, "^x" that of its first 1,000
# rows, "#x" the number of its values.
H2OAI = {
    "q1": ("select id1, sum(v1) as v1 from h group by id1",
           lambda h: h.group_by("id1").agg(pl.sum("v1")), "n +v1 #id1"),
    "q2": ("select id1, id2, sum(v1) as v1 from h group by id1, id2",
           lambda h: h.group_by("id1", "id2").agg(pl.sum("v1")), "n +v1 #id1 #id2"),
    "q3": ("select id3, sum(v1) as v1, avg(v3) as v3 from h group by id3",
           lambda h: h.group_by("id3").agg(pl.sum("v1"), pl.mean("v3")), "n +v1 +v3 #id3"),
    "q4": ("select id4, avg(v1) as v1, avg(v2) as v2, avg(v3) as v3 from h group by id4",
           lambda h: h.group_by("id4").agg(pl.mean("v1", "v2", "v3")), "n +v1 +v2 +v3 +id4"),
    "q5": ("select id6, sum(v1) as v1, sum(v2) as v2, sum(v3) as v3 from h group by id6",
           lambda h: h.group_by("id6").agg(pl.sum("v1", "v2", "v3")), "n +v1 +v2 +v3 +id6"),
    "q6": ("select id4, id5, median(v3) as middle, stddev(v3) as spread from h group by id4, id5",
           lambda h: h.group_by("id4", "id5").agg(pl.median("v3").alias("middle"), pl.std("v3").alias("spread")),
           "n +middle +spread +id4 +id5"),
    "q7": ("select id3, max(v1) - min(v2) as range from h group by id3",
           lambda h: h.group_by("id3").agg((pl.max("v1") - pl.min("v2")).alias("range")), "n +range #id3"),
    "q8": ("select id6, unnest(max(v3, 2)) as v3 from h group by id6",
           lambda h: h.group_by("id6").agg(pl.col("v3").top_k(2)).explode("v3"), "n +v3 +id6"),
    "q9": ("select id2, id4, pow(corr(v1, v2), 2) as r2 from h group by id2, id4",
           lambda h: h.group_by("id2", "id4").agg((pl.corr("v1", "v2") ** 2).alias("r2")), "n +r2 +id4 #id2"),
    "q10": ("select id1, id2, id3, id4, id5, id6, sum(v3) as v3, count(*) as rows from h group by all",
            lambda h: h.group_by("id1", "id2", "id3", "id4", "id5", "id6").agg(pl.sum("v3"), pl.len().alias("rows")),
            "n +v3 +rows #id1 #id2 #id3 +id4 +id5 +id6"),
}
SALES = {
    "months": ("select date_trunc('month', date) as month, sum(price) as price from sales where region = 'North' group by 1",
               lambda s, c: s.filter(pl.col("region") == "North").group_by(pl.col("date").dt.truncate("1mo").alias("month"))
               .agg(pl.sum("price")), "n +price #month"),
    "pairs": ("""select region, city, sum(price) as price, sum(quantity)::bigint as quantity, count(*) as n from sales
                 group by region, city""",
              lambda s, c: s.group_by("region", "city").agg(pl.sum("price", "quantity"), pl.len().alias("n")),
              "n +price +quantity +n #region #city"),
    "top": ("select * from sales order by price desc nulls last, quantity desc nulls last, date limit 10",
            lambda s, c: s.sort("price", "quantity", "date", descending=[True, True, False], nulls_last=True).head(10),
            "n +price +quantity #date"),
    "distinct": ("select count(distinct price) as prices, count(distinct city) as cities, count(distinct date) as days from sales",
                 lambda s, c: s.select(pl.col("price").drop_nulls().n_unique().alias("prices"),
                                       pl.col("city").drop_nulls().n_unique().alias("cities"),
                                       pl.col("date").drop_nulls().n_unique().alias("days")), "+prices +cities +days"),
    "sorted": ("select price, quantity from sales order by city nulls last, price desc nulls last",
               lambda s, c: s.sort("city", pl.col("price"), descending=[False, True], nulls_last=True)
               .select("price", "quantity"), "n +price +quantity ^price"),
    "joined": ("select region, price, people, state from sales join cities using (city)",
               lambda s, c: s.join(c, on="city").select("region", "price", "people", "state"),
               "n +price +people #state #region"),
    "rolled": ("""select case when count(quantity) over w = 7 then avg(quantity) over w end as mean from sales
                  window w as (partition by city order by serial rows 6 preceding)""",
               lambda s, c: s.select(pl.col("quantity").rolling_mean(7).over("city", order_by="serial").alias("mean")), "n +mean"),
}
QUOTED = {
    "load": ("create or replace temp table loaded as from read_csv('{folder}/quoted.csv')",
             lambda: pl.scan_csv(f"{folder}/quoted.csv", try_parse_dates=True), "n"),
}
questions = {"h2oai": H2OAI, "sales": SALES, "quoted": QUOTED, "points": {"figure": (None, None, "n")}}[data]

if engine == "plotly":
    import plotly.express as px
    import plotly.io.json as pio

    points = pl.read_csv(f"{folder}/points.csv").to_pandas()

    def run(_):
        figure = px.scatter(points, x="x", y="y", render_mode="webgl")
        return len(pio.to_json_plotly(figure, engine="orjson"))

    def frame(_):
        return points

elif engine == "duckdb":
    import duckdb

    db = duckdb.connect(config={"threads": int(threads)})

    def enum(column, table):
        db.execute(f"create type {column}_t as enum (select distinct {column} from {table} where {column} is not null order by 1)")
        return f"{column}::{column}_t as {column}"

    if data == "quoted":
        pass
    elif data == "h2oai":
        db.execute(f"create temp table raw as from read_csv('{folder}/h2oai.csv')")
        texts = ", ".join(enum(f"id{i}", "raw") for i in (1, 2, 3))
        db.execute(f"create table h as select {texts}, id4::int as id4, id5::int as id5, id6::int as id6, v1::int as v1, v2::int as v2, v3 from raw")
    else:
        db.execute(f"create temp table raw as from read_csv('{folder}/sales.csv')")
        texts = ", ".join(enum(x, "raw") for x in ("region", "city"))
        db.execute(f"create table sales as select {texts}, serial::int as serial, date, quantity::int as quantity, price from raw")
        db.execute(f"create table cities as select city::city_t as city, people, state from read_csv('{folder}/cities.csv')")
    db.execute("drop table if exists raw")

    def run(name):
        result = db.execute(questions[name][0].format(folder=folder))
        return db.table("loaded") if name == "load" else result.to_arrow_table()

    def frame(result):
        return pl.from_arrow(result if data != "quoted" else result.to_arrow_table())

else:
    frames = []
    if data == "h2oai":
        frames = [pl.read_csv(f"{folder}/h2oai.csv", schema_overrides={f"id{i}": pl.Categorical for i in (1, 2, 3)}
                              | {x: pl.Int32 for x in ("id4", "id5", "id6", "v1", "v2")}).lazy()]
    elif data == "sales":
        sales = pl.read_csv(f"{folder}/sales.csv", try_parse_dates=True,
                            schema_overrides={"region": pl.Categorical, "city": pl.Categorical, "quantity": pl.Int32, "serial": pl.Int32})
        cities = pl.read_csv(f"{folder}/cities.csv", schema_overrides={"city": pl.Categorical, "state": pl.Categorical})
        frames = [sales.lazy(), cities.lazy()]

    def run(name):
        return questions[name][1](*frames).collect()

    def frame(result):
        return result


def total(column):
    return float(column.cast(pl.Int64 if column.dtype.is_integer() else pl.Float64).sum())


def answer(result, wanted):
    table = frame(result)
    ask = {
        "n": lambda _: len(table),
        "+": lambda name: total(table[name]),
        "^": lambda name: total(table[name][:1000]),
        "#": lambda name: table[name].drop_nulls().n_unique(),
    }
    return [ask[word[0]](word[1:]) for word in wanted.split()]


clock = time.process_time if os.environ.get("BENCH_CLOCK") == "cpu" else time.perf_counter
print("ready", flush=True)
for line in sys.stdin:
    name = line.strip()
    start = clock()
    result = run(name)
    seconds = clock() - start
    print(json.dumps({"seconds": seconds, "answer": answer(result, questions[name][2])}), flush=True)
