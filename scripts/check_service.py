#!/usr/bin/env python3
"""Asks `sociogram serve` what a client of the documented API asks, from outside.

    python3 -m venv venv && venv/bin/pip install requests schemathesis
    cargo build --features cli,http
    venv/bin/python scripts/check_service.py [PROGRAM] [--examples N]

Starts the service over a folder of its own with a secret, makes tokens with nothing but Python's
standard library, and holds statuses, headers and bodies of the three documented endpoints against
the documentation, and the examples of it to curl. Then schemathesis reads the served OpenAPI
document and asks whatever it allows and forbids, N examples an operation (100 unless told). Fails
with the first thing that is not as documented.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import requests

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECRET = "a secret of a check, thirty-two bytes or more"
MEETING = "/single-feature-api/meeting/"
ANA = "8b3c1e7b-64da-4320-b699-0dc3cff03aae"
BEN = "1c2ee2da-e2f6-433d-b554-248707c2491c"
EVA = "7369d5a6-5f13-47af-8e50-d82aeb0715e0"
# The ids of the documentation, and people whose turns give each endpoint something to say.
TURNS = [(ANA, 0.0, 4.0), (BEN, 4.1, 3.0), (ANA, 7.2, 4.0), (EVA, 11.3, 1.2), (BEN, 320.0, 5.0), (ANA, 325.1, 4.0)]


# Whether a body is a meeting, and whether a tag is the one that is there, no schema can say.
ALLOWED = """
[[operations]]
include-name = "PUT /meetings/{file_hash}"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 412]

[[operations]]
include-name = "DELETE /meetings/{file_hash}"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 412]
"""


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(secret=SECRET, algorithm="HS256", **claims):
    claims = {"exp": int(time.time()) + 3600} | claims
    claims = {name: value for name, value in claims.items() if value is not None}
    parts = [encoded(json.dumps(part).encode()) for part in ({"alg": algorithm, "typ": "JWT"}, claims)]
    signed = ".".join(parts)
    if algorithm == "none":
        return signed + "."
    return signed + "." + encoded(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())


def bearer(text):
    return {"Authorization": f"Bearer {text}"}


def same(found, expected, what):
    if found != expected:
        sys.exit(f"{what}: expected {expected!r}, found {found!r}")


def serve(program, folder):
    secret = os.path.join(folder, "secret")
    with open(secret, "w", encoding="utf-8") as file:
        file.write(SECRET + "\n")
    process = subprocess.Popen(
        [program, "serve", "--store", os.path.join(folder, "store"), "--listen", "127.0.0.1:0", "--jwt-secret-file", secret],
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stderr:
        if "listening on " in line:
            # What is told further is nobody's concern here, and read all the same.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return process, line.split("listening on ")[1].strip()
    sys.exit("the service ended")


def error(answer, status, what, message=None):
    same(answer.status_code, status, what)
    same(answer.headers["content-type"], "application/json", what)
    body = answer.json()
    same(list(body), ["message"], what)
    same(type(body["message"]), str, what)
    if message is not None:
        same(answer.content, message, what)


def documented(at):
    """Every row of the documentation, by an ordinary client."""
    writer = bearer(token(scope="meetings:read meetings:write"))
    turns = "".join(f"SPEAKER m 1 {start} {length} <NA> <NA> {who} <NA> <NA>\n" for who, start, length in TURNS)
    same(requests.put(f"{at}/meetings/m", data=turns, headers=writer).status_code, 201, "PUT")
    alone = "SPEAKER m 1 0 2 <NA> <NA> ana <NA> <NA>\n"
    same(requests.put(f"{at}/meetings/alone", data=alone, headers=writer).status_code, 201, "PUT")

    reader = bearer(token())
    get = lambda name, headers=reader, **query: requests.get(at + MEETING + name, params=query, headers=headers)
    hashed = {"file-hash": "m"}
    nodes = get("meeting-interactions", **hashed).json()
    same(list(nodes), ["nodes"], "interactions")
    for node in nodes["nodes"]:
        same(list(node), ["between", "value"], "a node")
        same(len(node["between"]), 2, "a node")
        same(type(node["value"]) is int and 0 < node["value"] <= 100, True, "a value")
    same({who for node in nodes["nodes"] for who in node["between"]}, {ANA, BEN, EVA}, "ids")
    score = get("meeting-interaction_score", **hashed).json()
    same(list(score), ["meeting_interaction_score"], "score")
    same(type(score["meeting_interaction_score"]), int, "score")
    periods = get("meeting-dynamics", **hashed).json()["dynamics"]
    same([(one["start"], one["end"]) for one in periods], [(0, 300000), (300000, 329100)], "periods")
    same(list(periods[0]), ["start", "end", "interactions_score"], "a period")
    same(len(get("meeting-dynamics", period_seconds=100, **hashed).json()["dynamics"]), 4, "period_seconds")
    alone = {"file-hash": "alone"}
    same(get("meeting-interactions", **alone).content, b'{"nodes":[]}', "alone")
    same(get("meeting-interaction_score", **alone).content, b'{"meeting_interaction_score":0}', "alone")
    same(
        get("meeting-dynamics", **alone).content,
        b'{"dynamics":[{"start":0,"end":2000,"interactions_score":0}]}',
        "alone",
    )

    now = int(time.time())
    refused = {
        "no header": {},
        "empty": {"Authorization": ""},
        "no token": {"Authorization": "Bearer"},
        "another scheme": {"Authorization": f"Basic {token()}"},
        "garbage": bearer("a.b.c"),
        "expired": bearer(token(exp=now - 3600)),
        "not yet valid": bearer(token(nbf=now + 3600)),
        "no exp": bearer(token(exp=None)),
        "another secret": bearer(token(secret="another secret of thirty-two bytes or more")),
        "none": bearer(token(algorithm="none")),
        "HS512 in its name": bearer(token(algorithm="HS512")),
        "too long": bearer(token(sub="a" * 9000)),
    }
    for name in ("meeting-interactions", "meeting-interaction_score", "meeting-dynamics"):
        for why, headers in refused.items():
            # Before 400 and 404, and the same whether there is such a meeting or not.
            for query in (hashed, {"file-hash": "none"}, {"file-hash": ""}, {}, hashed | {"access_token": token()}):
                error(get(name, headers=headers, **query), 401, why, b'{"message":"Unauthorized"}')
        for query in ({}, {"file-hash": ""}, {"file-hash": ["m", "m"]}, {"file-hash": "../m"}, {"file-hash": "a" * 129}):
            error(get(name, **query), 400, f"{name} {query}")
        error(get(name, **{"file-hash": "none"}), 404, name)
        error(requests.post(at + MEETING + name, headers=reader), 405, name)
        same(get(name, headers={"authorization": f"bEaReR {token()}"}, **hashed).status_code, 200, "any case")
        answer = get(name, **hashed)
        same(answer.headers["content-type"], "application/json", name)
        same(int(answer.headers["content-length"]), len(answer.content), name)
        same(b" " in answer.content or b"\n" in answer.content, False, f"white space in {name}")
        again = get(name, headers=reader | {"If-None-Match": answer.headers["etag"]}, **hashed)
        same((again.status_code, again.content), (304, b""), name)
        if shutil.which("curl"):
            command = ["curl", "-s", "-i", "-H", f"Authorization: Bearer {token()}", f"{at}{MEETING}{name}?file-hash=m"]
            head, _, body = subprocess.run(command, capture_output=True, check=True).stdout.partition(b"\r\n\r\n")
            same(head.split(b"\r\n")[0], b"HTTP/1.1 200 OK", "curl")
            same(body, answer.content, "curl")
    for period in ("0", "86401", "-1", "1.5", "five", ""):
        error(get("meeting-dynamics", period_seconds=period, **hashed), 400, f"period_seconds={period}")


def main():
    arguments = argparse.ArgumentParser()
    built = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "debug", "sociogram")
    arguments.add_argument("program", nargs="?", default=built)
    arguments.add_argument("--examples", default="100")
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, at = serve(arguments.program, folder)
        try:
            documented(at)
            print("the documented endpoints are as documented")
            thesis = os.path.join(os.path.dirname(sys.executable), "schemathesis")
            header = f"Authorization: Bearer {token(scope='meetings:read meetings:write')}"
            command = [thesis, "run", f"{at}/openapi.json", "--url", at, "-H", header, "-n", arguments.examples]
            command += ["--continue-on-failure", "--seed", "1"]
            with open(os.path.join(folder, "schemathesis.toml"), "w", encoding="utf-8") as file:
                file.write(ALLOWED)
            code = subprocess.run(command, cwd=folder, check=False).returncode
            same(requests.get(f"{at}/readyz").status_code, 200, "afterwards")
        finally:
            process.terminate()
            process.wait()
    sys.exit(code)


if __name__ == "__main__":
    main()
