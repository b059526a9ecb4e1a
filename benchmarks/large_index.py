#!/usr/bin/env python3
"""LuceneIndex beside FAISS's HNSW, on the same vectors in one run. No part of the product.

Makes unit vectors of 1,024 dimensions (1,000 clusters, 64 intrinsic dimensions), lets both index
them with the same connections and candidates, and searches in turns, one thread, 500 queries.
Prints a table and whether each bar is passed, and ends with 1 if one is not. What is finished stays
in the folder, so that a run that was stopped goes on.

Needs: pip install faiss-cpu numpy; mvn package -DskipTests
Usage: large_index.py FOLDER [--rows 1000000] [--quantizations INT8,ONE_BIT] [--json FILE]
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import faiss
import numpy as np

DIMENSION, K, CONNECTIONS, EF_CONSTRUCTION = 1024, 10, 16, 100
EFFORTS = [10, 20, 50, 100, 200, 400, 800]
ROUNDS = 3
RECALL, P50_MS, RATIO, MEMORY = 0.95, 10, 1.5, 0.35


class Java:
    """The steps of LargeIndex."""

    def __init__(self, command, jar, folder, rows):
        self.start = [command, "-Xmx7g", "--add-modules", "jdk.incubator.vector",
                      "--enable-native-access=ALL-UNNAMED", "-cp", jar,
                      "io.github.imagebind4j.benchmarks.LargeIndex"]
        self.folder, self.rows = folder, rows

    def run(self, step, *rest):
        subprocess.run([*self.start, step, str(self.folder), str(self.rows), *rest], check=True)

    def result(self, step, quantization):
        return self.folder / f"{step}-{self.rows}-{quantization}.json"

    def build(self, quantization):
        result = self.result("build", quantization)
        if not result.exists():
            shutil.rmtree(self.folder / f"lucene-{self.rows}-{quantization}", ignore_errors=True)
            self.run("build", quantization)
        return json.loads(result.read_text())

    def search(self, quantization):
        self.forget(self.folder / f"lucene-{self.rows}-{quantization}")
        self.run("search", quantization)
        return json.loads(self.result("search", quantization).read_text())

    @staticmethod
    def forget(index):
        """Full-precision vectors begin on the disk: what of them is in memory later was needed."""
        for file in index.glob("*.vec"):
            with open(file, "rb") as opened:
                os.fsync(opened.fileno())
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


class Faiss:
    """IndexHNSWFlat, which keeps full-precision vectors in memory."""

    def __init__(self, folder, rows):
        self.file = folder / f"faiss-{rows}.index"
        self.report = folder / f"build-{rows}-faiss.json"
        self.rows = rows
        self.vectors = np.memmap(folder / f"vectors-{rows}.f32", "<f4", "r").reshape(-1, DIMENSION)
        queries = np.fromfile(folder / f"queries-{rows}.f32", "<f4")
        self.queries = queries.reshape(-1, DIMENSION)
        self.truth = np.fromfile(folder / f"truth-{rows}.i32", "<i4").reshape(-1, K)

    def build(self):
        if self.report.exists():
            self.index = faiss.read_index(str(self.file))
            return json.loads(self.report.read_text())
        self.index = faiss.IndexHNSWFlat(DIMENSION, CONNECTIONS, faiss.METRIC_INNER_PRODUCT)
        self.index.hnsw.efConstruction = EF_CONSTRUCTION
        threads = os.cpu_count()
        faiss.omp_set_num_threads(threads)
        start = time.perf_counter()
        for first in range(0, self.rows, 50_000):
            self.index.add(np.ascontiguousarray(self.vectors[first : first + 50_000]))
            print(f"  {first:,} added after {time.perf_counter() - start:.0f} s", flush=True)
        seconds = time.perf_counter() - start
        faiss.write_index(self.index, str(self.file))
        hnsw = self.index.hnsw
        # Vectors, the graph, and for each vector where its neighbours begin and its level.
        held = self.rows * DIMENSION * 4 + hnsw.neighbors.size() * 4 + self.rows * (8 + 4)
        report = {"vectors": self.rows, "seconds": round(seconds, 1), "threads": threads,
                  "disk_bytes": self.file.stat().st_size, "memory_bytes": held}
        self.report.write_text(json.dumps(report) + "\n")
        return report

    def search(self):
        faiss.omp_set_num_threads(1)
        return [self.search_with(effort) for effort in EFFORTS]

    def search_with(self, effort):
        self.index.hnsw.efSearch = effort
        passes = []
        for measured in (False, True, True, True):
            seconds, found = [], 0
            for query, expected in zip(self.queries, self.truth):
                start = time.perf_counter()
                _, rows = self.index.search(query[None], K)
                seconds.append(time.perf_counter() - start)
                found += len(set(rows[0]) & set(expected))
            if measured:
                passes.append(seconds)
        each = np.median(passes, axis=0)
        return {"effort": effort, "recall": found / self.truth.size,
                "p50_ms": 1000 * float(np.quantile(each, 0.5)),
                "p95_ms": 1000 * float(np.quantile(each, 0.95))}


def median_of(rounds):
    """One row for each effort: times are medians of the rounds, the rest is the last's."""
    rows = []
    for same in zip(*rounds):
        times = {name: float(np.median([row[name] for row in same])) for name in ("p50_ms", "p95_ms")}
        rows.append(dict(same[-1]) | times)
    return rows


def time_at(recall, rows):
    """The p50 at which a curve reaches a recall, between two efforts in proportion."""
    before = None
    for row in rows:
        if row["recall"] >= recall:
            if before is None or row["recall"] == before["recall"]:
                return row["p50_ms"]
            part = (recall - before["recall"]) / (row["recall"] - before["recall"])
            return before["p50_ms"] + part * (row["p50_ms"] - before["p50_ms"])
        before = row
    return None


def judged(name, build, rows, faiss_build, faiss_rows):
    """Lucene's first effort of enough recall, against the bars."""
    vectors = build["vectors"]
    enough = [row for row in rows if row["recall"] >= RECALL]
    if not enough:
        return {"index": name, "build": build, "searches": rows, "passed": {"recall": False}}
    at = enough[0]
    faiss_ms = time_at(at["recall"], faiss_rows)
    resident = at["resident_bytes"]
    memory = (sum(resident.values()) + at["heap_bytes"]) / vectors
    faiss_memory = faiss_build["memory_bytes"] / vectors
    ratio = None if faiss_ms is None else at["p50_ms"] / faiss_ms
    passed = {
        "recall": True,
        "p50": at["p50_ms"] < P50_MS,
        # Where FAISS does not reach this recall at all, there is nothing to be slower than.
        "ratio": ratio is None or ratio <= RATIO,
        "memory": name == "FLOAT" or memory <= MEMORY * faiss_memory,
    }
    return {"index": name, "effort": at["effort"], "recall": at["recall"], "p50_ms": at["p50_ms"],
            "faiss_p50_ms_at_that_recall": faiss_ms, "ratio": ratio,
            "memory_bytes_per_vector": memory,
            "full_precision_bytes_per_vector": resident.get("vec", 0) / vectors,
            "heap_bytes_per_vector": at["heap_bytes"] / vectors,
            "memory_of_faiss": memory / faiss_memory,
            "disk_bytes_per_vector": build["disk_bytes"] / vectors,
            "build_seconds": build["seconds"],
            "build_seconds_of_faiss": build["seconds"] / faiss_build["seconds"],
            "passed": passed, "build": build, "searches": rows}


def table(result):
    faiss_build, lines = result["faiss"]["build"], []
    vectors = faiss_build["vectors"]
    lines.append(f"\n{vectors:,} vectors of {DIMENSION}, M {CONNECTIONS}, "
                 f"{EF_CONSTRUCTION} candidates, {faiss_build['threads']} threads to build, 1 to search")
    lines.append(f"{'':10}{'built':>9}{'disk':>10}   effort: recall@10, p50 ms (p95)")
    curves = [("FAISS", faiss_build, result["faiss"]["searches"])]
    curves += [(each["index"], each["build"], each["searches"]) for each in result["lucene"]]
    for name, build, rows in curves:
        lines.append(f"{name:10}{build['seconds']:7.0f} s{build['disk_bytes'] / vectors:8.0f} B")
        for row in rows:
            lines.append(f"{'':32}{row['effort']:4}: {row['recall']:.4f}"
                         f"{row['p50_ms']:8.2f}{row['p95_ms']:8.2f}")
    memory = faiss_build["memory_bytes"] / vectors
    lines.append(f"\nFAISS holds {memory:.0f} bytes a vector in memory.")
    for each in result["lucene"]:
        said = ", ".join(f"{bar} {'passed' if ok else 'FAILED'}" for bar, ok in each["passed"].items())
        if "effort" not in each:
            lines.append(f"{each['index']}: recall@10 of {RECALL} is not reached: FAILED")
            continue
        ratio = each["ratio"]
        beside = "more than FAISS finds" if ratio is None else f"{ratio:.2f} x FAISS at that recall"
        lines.append(
            f"{each['index']} at effort {each['effort']}: recall {each['recall']:.4f}, p50 "
            f"{each['p50_ms']:.2f} ms ({beside}), {each['memory_bytes_per_vector']:.0f} bytes a vector"
            f" resident ({each['memory_of_faiss']:.3f} x FAISS; of these"
            f" {each['full_precision_bytes_per_vector']:.0f} full-precision vectors that were read,"
            f" {each['heap_bytes_per_vector']:.0f} heap), built in"
            f" {each['build_seconds_of_faiss']:.2f} x FAISS's time")
        lines.append(f"  bars: {said}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--quantizations", default="INT8,ONE_BIT")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--java", default=os.path.join(os.environ.get("JAVA_HOME", ""), "bin/java")
                        if "JAVA_HOME" in os.environ else "java")
    jar = pathlib.Path(__file__).parent / "target/benchmarks.jar"
    parser.add_argument("--jar", default=str(jar))
    options = parser.parse_args()
    kinds = options.quantizations.split(",")
    java = Java(options.java, options.jar, options.folder, options.rows)
    java.run("make")
    builds = {kind: java.build(kind) for kind in kinds}
    peer = Faiss(options.folder, options.rows)
    faiss_build = peer.build()
    rounds = {kind: [] for kind in ["FAISS", *kinds]}
    for turn in range(ROUNDS):
        print(f"searching, round {turn + 1} of {ROUNDS}", flush=True)
        rounds["FAISS"].append(peer.search())
        for kind in kinds:
            rounds[kind].append(java.search(kind))
    faiss_rows = median_of(rounds["FAISS"])
    result = {
        "faiss": {"version": faiss.__version__, "build": faiss_build, "searches": faiss_rows},
        "lucene": [judged(kind, builds[kind], median_of(rounds[kind]), faiss_build, faiss_rows)
                   for kind in kinds],
    }
    print(table(result))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    sys.exit(0 if all(all(each["passed"].values()) for each in result["lucene"]) else 1)


if __name__ == "__main__":
    main()
