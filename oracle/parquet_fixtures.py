# SPDX-License-Identifier: Apache-2.0
"""Makes lox-lm/src/test/resources/parquet: the same nested rows in every compression, and the same rows as JSON.

    python oracle/parquet_fixtures.py [FOLDER]
"""
import base64
import json
import sys
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "lox-lm/src/test/resources/parquet"
SCHEMA = pa.schema([
    ("text", pa.string()), ("large", pa.large_string()), ("n", pa.int32()), ("unsigned", pa.uint64()), ("tiny", pa.uint8()),
    ("f32", pa.float32()), ("f64", pa.float64()), ("flag", pa.bool_()),
    ("messages", pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))),
    ("scores", pa.list_(pa.float64())), ("matrix", pa.list_(pa.list_(pa.int64()))), ("tags", pa.map_(pa.string(), pa.int32())),
    ("meta", pa.struct([("source", pa.string()), ("deep", pa.struct([("level", pa.int16())]))])),
    ("price", pa.decimal128(10, 2)), ("exact", pa.decimal128(25, 5)), ("day", pa.date32()), ("at", pa.timestamp("ms", "UTC")),
    ("bytes", pa.binary()), ("nothing", pa.string()), ("kind", pa.dictionary(pa.int8(), pa.string())),
])


def row(i):
    if i % 7 == 3:
        return {name: None for name in SCHEMA.names}
    return {
        "text": f"row {i}: zażółć 灯\n", "large": "x" * i, "n": -i, "unsigned": 2**64 - 1 - i, "tiny": 200 + i % 50,
        "f32": i / 4, "f64": i / 3, "flag": i % 2 == 0,
        "messages": [{"role": "user", "content": f"question {i}"}, {"role": "assistant", "content": None}][: i % 3],
        "scores": [i + 0.5, None, -1.0][: i % 4], "matrix": [[1, i], [], None][: i % 4], "tags": {"a": i, "b": None},
        "meta": {"source": "s", "deep": {"level": i}} if i % 2 else {"source": None, "deep": None},
        "price": Decimal(i * 101).scaleb(-2), "exact": Decimal(-i * 10**17 - 1).scaleb(-5), "day": date(2026, 1, 1 + i % 28),
        "at": datetime(2026, 1, 1, tzinfo=timezone.utc), "bytes": bytes([255, i]), "nothing": None, "kind": "ab"[i % 2],
    }


def as_json(value):
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_json(v) for v in value]
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    if isinstance(value, date):
        return (value - date(1970, 1, 1)).days
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, Decimal) else value


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.mkdir(parents=True, exist_ok=True)
    rows = [row(i) for i in range(30)]
    columns = {name: [r[name] for r in rows] for name in SCHEMA.names}
    columns["tags"] = [list(t.items()) if t else None for t in columns["tags"]]
    table = pa.table(columns, schema=SCHEMA)
    for codec in ("none", "snappy", "gzip", "zstd", "lz4", "brotli"):
        pq.write_table(table, out / f"{codec}.parquet", compression=codec, row_group_size=16, write_statistics=False)
    pq.write_table(table.select(["text", "scores", "messages"]), out / "v2.parquet", data_page_version="2.0",
                   compression="zstd", use_compliant_nested_type=False)
    (out / "rows.json").write_text(json.dumps([as_json(r) for r in rows], ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
