# SPDX-License-Identifier: Apache-2.0
"""Do LoX and huggingface_hub read each other's caches?

    python oracle/hub_check.py --lox ./lox

Serves a tiny model and a tiny data set on this machine through the hub's routes (large files by redirect from a second
port), lets each of the two fill a cache from there and the other read it without a network. Exits with 1 if anything
differs.
"""
import argparse
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMITS = {"main": "1" * 40, "refs/pr/1": "2" * 40, "größe": "3" * 40}
MODEL, DATA = "org/tiny", "org/rows"
SIDE = {
    "config.json": b'{"model_type": "llama"}',
    "generation_config.json": b"{}",
    "tokenizer.json": '{"ä": 1}'.encode(),
    "README.md": b"# tiny",
    "merges.txt": b"",
}
LEFT = {"pytorch_model.bin": b"pickle", ".gitattributes": b"*.bin lfs"}
ROWS = {f"data/train-0000{i}-of-00002.parquet": b"PAR1%d" % i for i in (0, 1)} | {"test.jsonl": b'{"a": 1}\n'}


def shard(name):
    """A safetensors file of one tensor."""
    values = struct.pack("<1024f", *range(1024))
    head = json.dumps({name: {"dtype": "F32", "shape": [32, 32], "data_offsets": [0, len(values)]}}).encode()
    return struct.pack("<Q", len(head)) + head + values


def files(commit):
    weights = {f"model-0000{i}-of-00002.safetensors": shard(f"{i}.{commit[0]}") for i in (1, 2)}
    index = {"weight_map": {f"{i}.{commit[0]}": f"model-0000{i}-of-00002.safetensors" for i in (1, 2)}}
    return SIDE | weights | {"model.safetensors.index.json": json.dumps(index).encode()}


def content(repo, commit):
    return ROWS if repo == DATA else files(commit) | LEFT


def large(name):
    return name.endswith((".safetensors", ".parquet", ".bin"))


def git_id(data):
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


class Hub(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bodies = 0
    storage = None

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        path = urlsplit(self.path).path
        parts = [unquote(p) for p in path.lstrip("/").split("/")]
        if parts[0] == "storage":
            repo, commit, name = "/".join(parts[1:3]), parts[3], "/".join(parts[4:])
            assert "Authorization" not in self.headers
            return self.send(content(repo, commit)[name], {})
        if parts[0] == "api" and len(parts) < 6:
            return self.refuse("")  # Other fields that huggingface_hub expects.
        if parts[0] == "api":
            repo, kind, revision = "/".join(parts[2:4]), parts[4], parts[5]
            commit = COMMITS.get(revision, revision)
            if commit not in COMMITS.values() or repo != (DATA if parts[1] == "datasets" else MODEL):
                return self.refuse("RevisionNotFound" if repo in (MODEL, DATA) else "RepoNotFound")
            listed = content(repo, commit)
            if kind == "revision":
                answer = {"id": repo, "sha": commit, "siblings": [{"rfilename": n} for n in listed]}
            else:
                answer = [self.tree(n, d) for n, d in listed.items()]
            return self.send(json.dumps(answer).encode(), {"Content-Type": "application/json"})
        if parts[0] == "datasets":
            parts = parts[1:]
        repo, commit, name = "/".join(parts[:2]), COMMITS.get(parts[3], parts[3]), "/".join(parts[4:])
        data = content(repo, commit).get(name)
        if data is None:
            return self.refuse("EntryNotFound")
        headers = {"X-Repo-Commit": commit}
        if not large(name):
            return self.send(data, headers | {"ETag": f'"{git_id(data)}"'})
        headers["X-Linked-Etag"] = f'"{hashlib.sha256(data).hexdigest()}"'
        headers["X-Linked-Size"] = str(len(data))
        headers["Location"] = f"{Hub.storage}/storage/{repo}/{commit}/{name}"
        self.send(b"", headers, 302)

    @staticmethod
    def tree(name, data):
        entry = {"type": "file", "path": name, "size": len(data), "oid": git_id(data)}
        if large(name):
            entry["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
        return entry

    def send(self, data, headers, status=200):
        start = int(self.headers["Range"][6:].rstrip("-")) if "Range" in self.headers and status == 200 else 0
        if start:
            status, headers = 206, headers | {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        if self.command == "GET":
            Hub.bodies += not self.path.startswith("/api/") and status != 302
            self.wfile.write(data[start:])

    def refuse(self, code):
        self.send(b"", {"X-Error-Code": code}, 404)

    def log_message(self, *args):
        pass


def serve():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


class Check:
    def __init__(self, lox, endpoint, folder):
        self.lox, self.endpoint, self.folder = lox, endpoint, folder
        self.failed = 0

    def holds(self, claim, truth):
        print(("holds   " if truth else "FAILED  ") + claim)
        self.failed += not truth

    def run(self, cache, *args, offline=False, token=None):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS_", "HUGGING"))}
        env |= {"HF_HOME": str(self.folder / "home"), "HF_HUB_CACHE": str(cache), "HF_ENDPOINT": self.endpoint}
        env |= {"HF_HUB_OFFLINE": "1"} if offline else {}
        env |= {"HF_TOKEN": token} if token else {}
        return subprocess.run([self.lox, *args], env=env, capture_output=True, text=True)

    def fetch(self, cache, *args, **more):
        run = self.run(cache, "fetch", "--json", *args, **more)
        if run.returncode:
            sys.exit(f"lox fetch {' '.join(args)} ended with {run.returncode}: {run.stderr}")
        return json.loads(run.stdout)


def same(folder, expected):
    folder = Path(folder)
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return found == expected


def layout(cache):
    """Every path of a cache and the targets of its links, without the private files of either."""
    own = {".lox", "trees", ".locks", "CACHEDIR.TAG"}
    return {str(p.relative_to(cache)): os.readlink(p) if p.is_symlink() else p.is_dir() or p.read_bytes()
            for p in cache.rglob("*") if not own & set(p.relative_to(cache).parts)}


def ours_read_by_theirs(check, hub):
    cache = check.folder / "ours"
    for revision, commit in COMMITS.items():
        json_ = check.fetch(cache, MODEL, "--revision", revision, token="hf_secret")
        where = hub.snapshot_download(MODEL, revision=revision, cache_dir=cache, local_files_only=True)
        check.holds(f"lox -> snapshot_download, {revision}: same folder, same files",
                    where == json_["path"] and json_["revision"] == commit and same(where, files(commit)))
    for name, data in files(COMMITS["main"]).items():
        local = hub.hf_hub_download(MODEL, name, cache_dir=cache, local_files_only=True)
        cached = hub.try_to_load_from_cache(MODEL, name, cache_dir=cache)
        check.holds(f"lox -> hf_hub_download, try_to_load_from_cache: {name}",
                    local == cached and Path(local).read_bytes() == data)
    before = Hub.bodies
    hub.snapshot_download(MODEL, cache_dir=cache, endpoint=check.endpoint, ignore_patterns=list(LEFT))
    check.holds("lox -> snapshot_download with the hub reachable: downloads nothing", Hub.bodies == before)
    json_ = check.fetch(cache, f"hf:{DATA}:train")
    where = hub.snapshot_download(DATA, repo_type="dataset", cache_dir=cache, local_files_only=True)
    check.holds("lox -> snapshot_download of a data set's split",
                where == json_["path"] and same(where, {n: d for n, d in ROWS.items() if "train" in n}))
    scan = hub.scan_cache_dir(cache)
    check.holds("lox -> scan_cache_dir: two repositories, four snapshots, no warnings",
                not scan.warnings and sorted(r.repo_id for r in scan.repos) == [DATA, MODEL]
                and sum(len(r.revisions) for r in scan.repos) == 4)


def theirs_read_by_ours(check, hub):
    cache = check.folder / "theirs"
    get = {"cache_dir": cache, "endpoint": check.endpoint}
    for revision, commit in COMMITS.items():
        where = hub.snapshot_download(MODEL, revision=revision, ignore_patterns=list(LEFT), **get)
        json_ = check.fetch(cache, MODEL, "--revision", revision, offline=True)
        check.holds(f"snapshot_download -> lox offline, {revision}: same folder",
                    json_["path"] == where and json_["revision"] == commit and json_["downloaded_bytes"] == 0)
    check.holds("snapshot_download -> lox inspect offline",
                check.run(cache, "inspect", MODEL, offline=True).returncode == 0)
    before = Hub.bodies
    check.fetch(cache, MODEL)
    check.holds("snapshot_download -> lox fetch with the hub reachable: downloads nothing", Hub.bodies == before)
    where = hub.snapshot_download(DATA, repo_type="dataset", **get)
    json_ = check.fetch(cache, f"hf:{DATA}:test", offline=True)
    check.holds("snapshot_download of a data set -> lox offline", json_["path"] == where and json_["files"] == 1)
    weights = check.folder / "weights"
    for name in ["config.json", *(n for n in files(COMMITS["main"]) if "model" in n)]:
        hub.hf_hub_download(MODEL, name, cache_dir=weights, endpoint=check.endpoint)
    check.holds("hf_hub_download of config and weights alone -> lox inspect offline",
                check.run(weights, "inspect", MODEL, offline=True).returncode == 0)
    check.run(weights, "inspect", MODEL)
    check.holds("the same with the hub reachable: lox fetches the rest",
                hub.try_to_load_from_cache(MODEL, "tokenizer.json", cache_dir=weights) is not None)
    part = check.folder / "part"
    hub.snapshot_download(MODEL, cache_dir=part, endpoint=check.endpoint, allow_patterns=["*.json", "model-00001*"])
    check.holds("a snapshot without a shard -> lox offline refuses",
                check.run(part, "inspect", MODEL, offline=True).returncode == 2)
    check.fetch(part, MODEL)
    check.holds("the same with the hub reachable: lox completes it",
                same(hub.snapshot_download(MODEL, cache_dir=part, local_files_only=True, ignore_patterns=list(LEFT)),
                     files(COMMITS["main"])))


def same_layout(check, hub):
    ours, theirs = check.folder / "a", check.folder / "b"
    check.fetch(ours, MODEL, "--revision", "refs/pr/1")
    hub.snapshot_download(MODEL, revision="refs/pr/1", ignore_patterns=list(LEFT), cache_dir=theirs,
                          endpoint=check.endpoint)
    check.holds("both caches: the same refs, blobs and links", layout(ours) == layout(theirs))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lox", default="./lox")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HF_HOME"] = folder + "/home"
        for name in ("HF_HUB_OFFLINE", "HF_HUB_CACHE", "HF_ENDPOINT", "HF_TOKEN"):
            os.environ.pop(name, None)
        os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
        import huggingface_hub as hub  # Reads the variables when it is loaded.
        Hub.storage = serve()
        check = Check(args.lox, serve(), Path(folder).resolve())
        for part in (ours_read_by_theirs, theirs_read_by_ours, same_layout):
            part(check, hub)
    print(f"huggingface_hub {hub.__version__}: {'all hold' if not check.failed else f'{check.failed} FAILED'}")
    sys.exit(1 if check.failed else 0)


if __name__ == "__main__":
    main()
