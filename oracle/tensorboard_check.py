# SPDX-License-Identifier: Apache-2.0
"""Reads a training run's event files as TensorBoard does and compares each curve with the run's log.jsonl.

    python oracle/tensorboard_check.py FOLDER LOG.jsonl    # FOLDER holds events.out.tfevents.*
    python oracle/tensorboard_check.py --golden            # makes lox-lm/src/test/resources/golden/tensorboard.events

Exits with 1 if a figure is missing or is not the log's figure rounded to float32. Needs tensorboard.
"""
import json
import sys
from pathlib import Path

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

GOLDEN = Path(__file__).resolve().parent.parent / "lox-lm/src/test/resources/golden/tensorboard.events"
NOT_CURVES = {"step", "tokens", "seconds"}


def golden():
    values = {"epoch": 0.5, "loss": 1.25, "lr": 5e-5, "grad_norm": 0.0, "tokens_per_second": 1e6, "rewards/chosen": -0.1}
    summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag=k, simple_value=v) for k, v in values.items()])
    start = event_pb2.SessionLog(status=event_pb2.SessionLog.START)
    with open(GOLDEN, "wb") as file:
        writer = RecordWriter(file)
        for fields in (
            {"file_version": "brain.Event:2"},
            {"step": 300, "session_log": start},
            {"step": 300, "summary": summary},
        ):
            writer.write(event_pb2.Event(wall_time=1767225600.25, **fields).SerializeToString())


def check(folder, log):
    events = EventAccumulator(folder, size_guidance={"scalars": 0})
    events.Reload()
    expected = {}
    for line in Path(log).read_text().splitlines():
        row = json.loads(line)
        for tag in row.keys() - NOT_CURVES:
            value = float("nan") if row[tag] is None else row[tag]
            expected.setdefault(tag, {})[row["step"]] = np.float32(value)
    found = {tag: {e.step: np.float32(e.value) for e in events.Scalars(tag)} for tag in events.Tags()["scalars"]}
    wrong = [
        (tag, step)
        for tag in expected.keys() | found.keys()
        for step in expected.get(tag, {}).keys() | found.get(tag, {}).keys()
        if not np.array_equal(
            expected.get(tag, {}).get(step, np.inf), found.get(tag, {}).get(step, -np.inf), equal_nan=True
        )
    ]
    print(f"{len(expected)} curves, {sum(map(len, expected.values()))} figures, {len(wrong)} differ", *wrong[:5])
    return bool(wrong or not expected)


sys.exit(golden() if sys.argv[1:] == ["--golden"] else check(*sys.argv[1:]))
