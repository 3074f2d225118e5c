"""Equal content as equal bytes, whatever the day."""

import json
import zipfile
from io import BytesIO

import numpy as np

_COARSE = 12


def stored(arrays):
    """An .npz of fixed dates, so that equal weights are equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            body = BytesIO()
            np.lib.format.write_array(body, arrays[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), body.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def json_bytes(content):
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def packed(weights, coarse=0):
    """A byte a weight, and only the rows that say something: nothing lost that a score would show.

    The last `coarse` columns, which tell little and of almost every row, are kept in bigger steps.
    """
    steps = np.maximum(np.quantile(np.abs(weights), 1 - 1e-6, axis=0), 1e-6) / 127
    steps[len(steps) - coarse :] *= _COARSE
    counts = np.clip(np.rint(weights / steps), -127, 127).astype(np.int8)
    rows = np.flatnonzero(counts.any(axis=1))
    kept = np.vstack([np.zeros((1, counts.shape[1]), np.int8), counts[rows]])
    return {"weights": kept, "rows": rows.astype(np.int32), "steps": steps.astype(np.float32)}
