"""JMH's result file as one JSON object a line.

    jmh_lines.py RESULT.json
"""

import json
import sys

for result in json.load(open(sys.argv[1], encoding="utf-8")):
    metric = result["primaryMetric"]
    print(
        json.dumps(
            {
                "case": "simulator in process",
                "products": int(result["params"]["products"]),
                "lane_steps_per_s": round(metric["score"]),
                "error": round(metric["scoreError"]),
            }
        )
    )
