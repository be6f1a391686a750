"""How many managed policies a second does parliament lint, and how many do we? Run by hand, in one go:

    python3 -m venv target/parliament && target/parliament/bin/pip install parliament 'setuptools<81'
    target/parliament/bin/python benches/python/parliament_compare.py [--policies 300] [--rounds 20]

Both get the same documents as text, on one core: parliament through Python with its own data of services loaded before,
ours through the program `validate` of these benches. parliament's own findings are not compared with ours: it makes
other checks.
"""

# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Times both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policies", type=int, default=300, help="so many documents for parliament")
    parser.add_argument("--rounds", type=int, default=20, help="so many rounds for ours")
    given = parser.parse_args()
    folder = Path(os.environ.get("IAM_EVAL_DATA", ROOT.parent / "shared" / "data"))
    file = folder / "managed-policies.ndjson"
    if not file.exists():
        print("skipped: no managed policies here (IAM_EVAL_DATA names the folder of the test data)")
        return 0
    import parliament

    texts = [json.dumps(json.loads(line)["document"]) for line in file.read_text().splitlines()]
    step = max(1, len(texts) // given.policies)
    some = texts[::step]
    parliament.analyze_policy_string(some[0])
    start, found, refused = time.process_time(), 0, 0
    for text in some:
        try:
            found += len(parliament.analyze_policy_string(text).findings)
        except Exception:
            # it gives some documents up, as those with keys of a type that it does not know
            refused += 1
    took = time.process_time() - start
    told = f"{len(some)} policies, {found} findings, {refused} given up"
    print(f"parliament: {len(some) / took:.0f} policies/s of processor time ({told})", flush=True)
    command = ["cargo", "run", "--quiet", "--release", "-p", "iam-eval-benches", "--bin", "validate", str(given.rounds)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
