#!/usr/bin/env python3
"""Plays the cases of the conformance kit against a server: the runner in Python.

    python conformance/run.py --address localhost:50051            all cases
    python conformance/run.py --address localhost:50051 slate      those whose name holds "slate"
    python conformance/run.py --address localhost:50051 --record   writes down what the server answers

README.md describes the files. The `recarena` package has to be installed, for its messages.
"""

from __future__ import annotations

import argparse
import base64
import importlib
import itertools
import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import numpy as np
from google.protobuf import json_format, message_factory

from recarena import errors

CASES = Path(__file__).parent / "cases"
DTYPES = {
    "DATA_TYPE_BOOL": "?",
    "DATA_TYPE_UINT8": "u1",
    "DATA_TYPE_INT32": "<i4",
    "DATA_TYPE_INT64": "<i8",
    "DATA_TYPE_FLOAT32": "<f4",
    "DATA_TYPE_FLOAT64": "<f8",
}
SERVICES = ("environments", "simulations", "oracle", "trajectories")
#: What differs from run to run, and descriptions that a later version may say better: not recorded.
UNRECORDED = {"simulation_id", "created", "expires", "config", "log", "description", "parameters", "meaning", "source"}
_INNERMOST_LIST = re.compile(r"\[\n[^\[\]{}]*\]")


class Mismatch(Exception):
    """The server answered otherwise, or the bytes say otherwise; the message says where."""


class Method:
    """One method of the contract, with messages in the JSON form of protocol buffers."""

    def __init__(self, channel: grpc.Channel, path: str) -> None:
        """A method by its full name, such as recarena.v1.SimulationService/Step."""
        service_name, _, name = path.partition("/")
        service = _services()[service_name]
        method = service.methods_by_name[name]
        self._request = message_factory.GetMessageClass(method.input_type)
        self._reply = message_factory.GetMessageClass(method.output_type)
        kind = channel.stream_stream if method.client_streaming else channel.unary_unary
        self._call = kind(
            f"/{path}", request_serializer=lambda m: m.SerializeToString(), response_deserializer=self._reply.FromString
        )

    def call(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply, or {"error": ...} in the form of the files."""
        try:
            return _to_json(self._call(json_format.ParseDict(request, self._request()), timeout=30))
        except grpc.RpcError as error:
            return {"error": _error(errors.from_rpc_error(error))}

    def stream(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The replies to requests that are all sent before the first reply is read."""
        sent = [json_format.ParseDict(request, self._request()) for request in requests]
        replies = []
        for reply in self._call(iter(sent), timeout=30):
            if reply.WhichOneof("response") == "error":
                replies.append({"error": _error(errors.from_status(reply.error))})
            else:
                replies.append(_to_json(reply))
        return replies


def _services() -> dict[str, Any]:
    modules = [importlib.import_module(f"recarena.v1.{name}_pb2") for name in SERVICES]
    return {s.full_name: s for module in modules for s in module.DESCRIPTOR.services_by_name.values()}


def _to_json(message: Any) -> dict[str, Any]:
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def _error(error: errors.RecArenaError) -> dict[str, Any]:
    return {"code": error.code, "message": error.message, "fields": [v.field for v in error.violations]}


# What tensors hold.


def tensor(value: dict[str, Any]) -> np.ndarray[Any, Any]:
    """The elements of a tensor: little-endian, row-major."""
    data = base64.b64decode(value.get("data", ""))
    return np.frombuffer(data, DTYPES[value["data_type"]]).reshape([int(n) for n in value.get("shape", [])])


def column(value: dict[str, Any]) -> list[Any]:
    """A row for each lane; where rows differ in length, the offsets say which elements belong to which."""
    elements = tensor(value["values"])
    if "row_offsets" not in value:
        return elements.tolist()
    offsets = np.frombuffer(base64.b64decode(value["row_offsets"]), "<i4")
    return [elements[a:b].tolist() for a, b in itertools.pairwise(offsets)]


def shown(outcome: dict[str, Any]) -> dict[str, Any]:
    """What an outcome says, in plain values."""

    def flags(name: str) -> list[bool]:
        return np.frombuffer(base64.b64decode(outcome[name]), "?").tolist()

    said = {
        "rewards": tensor(outcome["rewards"]).tolist(),
        "terminated": flags("terminated"),
        "truncated": flags("truncated"),
        "active": flags("active"),
        "episodes": np.frombuffer(base64.b64decode(outcome["episodes"]), "<i8").tolist(),
        "observations": {c["name"]: column(c) for c in outcome.get("observations", [])},
        "signals": {c["name"]: column(c) for c in outcome.get("signals", [])},
    }
    if "final_observations" in outcome:
        last = outcome["final_observations"]
        said["final_lanes"] = np.frombuffer(base64.b64decode(last["lanes"]), "<i4").tolist()
        said["final_observations"] = {c["name"]: column(c) for c in last.get("observations", [])}
    return said


def packed(value: Any, data_type: str) -> dict[str, Any]:
    """Plain values as a tensor."""
    array = np.asarray(value, DTYPES[data_type])
    data = base64.b64encode(array.tobytes()).decode()
    return {"data_type": data_type, "shape": [str(n) for n in array.shape], "data": data}


# Playing a case.


def play(channel: grpc.Channel, case: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each exchange of a case with what the server answered."""
    names: dict[str, str] = {}
    for exchange in case["exchanges"]:
        method = Method(channel, exchange["call"])
        if "stream" in exchange:
            parts = exchange["stream"]
            replies = method.stream([_filled(part["request"], names) for part in parts])
            if len(replies) != len(parts):
                raise Mismatch(f"{len(parts)} requests were sent, and {len(replies)} replies came")
            yield from zip(parts, replies, strict=True)
            continue
        reply = method.call(_filled(exchange["request"], names))
        for name, path in exchange.get("keep", {}).items():
            value: Any = reply
            for step in path.split("."):
                value = value.get(step, {}) if isinstance(value, dict) else {}
            names[name] = str(value)
        yield exchange, reply


def _filled(value: Any, names: dict[str, str]) -> Any:
    """The same with ${NAME} replaced by what was kept under it."""
    if isinstance(value, dict):
        return {key: _filled(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, names) for part in value]
    if isinstance(value, str) and value.startswith("${"):
        return names[value[2:-1]]
    return value


def check(exchange: dict[str, Any], reply: dict[str, Any]) -> None:
    """Compares an answer with the file; raises Mismatch."""
    if "sends" in exchange:
        request = next(
            (v for k, v in exchange["request"].items() if k in ("step", "reset") and isinstance(v, dict)), {}
        )
        encoded = (request or exchange["request"])["actions"]
        compare(packed(exchange["sends"]["actions"], encoded["data_type"]), encoded, "actions")
    if "error" in exchange:
        check_error(exchange["error"], reply)
        return
    if "error" in reply:
        raise Mismatch(f"refused with {reply['error']}")
    compare(exchange["reply"], reply, "reply")
    if "shows" in exchange:
        compare(exchange["shows"], shown(reply["outcome"]), "shows")


def check_error(expected: dict[str, Any], reply: dict[str, Any]) -> None:
    """A refusal has the code and the fields of the file, and a message that holds the file's words."""
    if "error" not in reply:
        raise Mismatch(f"not refused with {expected['code']}")
    error = reply["error"]
    if error["code"] != expected["code"]:
        raise Mismatch(f"refused with {error['code']} ({error['message']}) instead of {expected['code']}")
    if sorted(error["fields"]) != sorted(expected.get("fields", [])):
        raise Mismatch(f"complains of {error['fields']} instead of {expected.get('fields', [])}")
    for words in expected.get("message_holds", []):
        if words not in error["message"]:
            raise Mismatch(f"says {error['message']!r}, in which {words!r} is missing")


def compare(expected: Any, actual: Any, where: str) -> None:
    """Fields of messages that the file does not have may be there; all else is equal."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key not in actual:
                raise Mismatch(f"{where}.{key} is missing; it should be {value!r}")
            compare(value, actual[key], f"{where}.{key}")
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            raise Mismatch(f"{where} has {len(actual)} elements instead of {len(expected)}")
        for i, (one, other) in enumerate(zip(expected, actual, strict=True)):
            compare(one, other, f"{where}[{i}]")
    elif not (expected == actual or (_is_nan(expected) and _is_nan(actual))):
        raise Mismatch(f"{where} is {actual!r} instead of {expected!r}")


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def record(exchange: dict[str, Any], reply: dict[str, Any]) -> None:
    """Writes an answer into the case; what a refusal has to say stays as it is."""
    if "error" in exchange:
        check_error({"code": exchange["error"]["code"], "fields": reply.get("error", {}).get("fields", [])}, reply)
        exchange["error"]["fields"] = sorted(reply["error"]["fields"])
        return
    if "error" in reply:
        raise Mismatch(f"refused with {reply['error']}")
    exchange["reply"] = _recorded(reply)
    if "outcome" in reply:
        exchange["shows"] = shown(reply["outcome"])


def _recorded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _recorded(part) for key, part in value.items() if key not in UNRECORDED}
    if isinstance(value, list):
        return [_recorded(part) for part in value]
    return value


def _printed(case: dict[str, Any]) -> str:
    """As JSON, each innermost list on a line of its own."""
    text = json.dumps(case, indent=1, ensure_ascii=False)
    return (
        _INNERMOST_LIST.sub(lambda found: re.sub(r"\n *", " ", found[0]).replace("[ ", "[").replace(" ]", "]"), text)
        + "\n"
    )


def main() -> int:
    """Plays the cases that were asked for; 1 where one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", required=True, help="of a server, as host:port")
    parser.add_argument("--record", action="store_true", help="write the server's answers into the files")
    parser.add_argument("names", nargs="*", help="parts of the names of cases; all without")
    options = parser.parse_args()
    paths = [p for p in sorted(CASES.glob("*.json")) if not options.names or any(n in p.stem for n in options.names)]
    if not paths:
        parser.error(f"no case of {CASES} has such a name")
    failures = 0
    with grpc.insecure_channel(options.address) as channel:
        for path in paths:
            case = json.loads(path.read_text(encoding="utf-8"))
            place = 1
            try:
                for exchange, reply in play(channel, case):
                    (record if options.record else check)(exchange, reply)
                    place += 1
            except Mismatch as mismatch:
                failures += 1
                print(f"FAILED {path.stem}, exchange {place}: {mismatch}")
                continue
            if options.record:
                path.write_text(_printed(case), encoding="utf-8")
            print(f"{'recorded' if options.record else 'passed'} {path.stem} ({place - 1} exchanges)")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
