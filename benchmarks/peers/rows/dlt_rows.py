"""Copies the table of `recordsync bench read` with dlt: `empty` replaces the copy, `merge` merges all rows, `delta` those of the last minutes."""

import os
import sys
from datetime import datetime, timedelta, timezone

import dlt
from dlt.sources.sql_database import sql_table

task = sys.argv[1]
incremental = None
if task == "delta":
    since = (datetime.now(timezone.utc) - timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M:%S")
    incremental = dlt.sources.incremental("updated_at", initial_value=since)
rows = sql_table(credentials=os.environ["SOURCE"], table="customer_contact", incremental=incremental)
rows.apply_hints(primary_key="id")
pipeline = dlt.pipeline(
    pipeline_name="rows",
    pipelines_dir=os.environ["DLT_DATA_DIR"],
    destination=dlt.destinations.postgres(os.environ["COPIES"]),
    dataset_name="dlt_copies",
)
print(pipeline.run(rows, write_disposition="replace" if task == "empty" else "merge"))
