#!/usr/bin/env python3
"""FAISS's HNSW on the files of LargeIndex, to stand beside LuceneIndex. No part of the product.

Needs: pip install faiss-cpu numpy
Usage: faiss_hnsw.py FOLDER VECTORS [M ...]
"""
import os
import sys
import time

import faiss
import numpy as np

DIMENSION, K, EF_CONSTRUCTION = 1024, 10, 100


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main():
    folder, rows = sys.argv[1], int(sys.argv[2])
    connections = [int(m) for m in sys.argv[3:]] or [16, 32]
    vectors = np.memmap(f"{folder}/vectors-{rows}.f32", "<f4", "r").reshape(-1, DIMENSION)
    queries = np.fromfile(f"{folder}/queries-{rows}.f32", "<f4").reshape(-1, DIMENSION)
    truth = np.fromfile(f"{folder}/truth-{rows}.i32", "<i4").reshape(len(queries), K)
    threads = os.cpu_count()
    for m in connections:
        before = resident()
        index = faiss.IndexHNSWFlat(DIMENSION, m, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = EF_CONSTRUCTION
        faiss.omp_set_num_threads(threads)
        start = time.perf_counter()
        for first in range(0, rows, 50_000):
            index.add(np.ascontiguousarray(vectors[first : first + 50_000]))
            print(f"  {first:,} added after {time.perf_counter() - start:.0f} s", flush=True)
        built = time.perf_counter() - start
        written = faiss.serialize_index(index).nbytes if rows <= 100_000 else None
        size = rows * (DIMENSION * 4 + 8) + index.hnsw.neighbors.size() * 4
        print(f"FAISS {faiss.__version__} HNSW M={m}: {rows:,} vectors built in {built:.0f} s "
              f"({threads} threads), {size / rows:.0f} bytes a vector, "
              f"resident {(resident() - before) / 1e9:.2f} GB with mapped input"
              + (f", written {written / rows:.0f} bytes a vector" if written else ""))
        faiss.omp_set_num_threads(1)
        print("efSearch, recall@10, p50, p95")
        for ef in [10, 20, 50, 100, 200, 400, 800]:
            index.hnsw.efSearch = ef
            for measured in (False, True):
                seconds, found = [], 0
                for query, expected in zip(queries, truth):
                    start = time.perf_counter()
                    _, rows_found = index.search(query[None], K)
                    seconds.append(time.perf_counter() - start)
                    found += len(set(rows_found[0]) & set(expected))
            seconds.sort()
            print(f"FAISS M={m}: {ef:4d}  {found / truth.size:.4f}  "
                  f"{1000 * seconds[len(seconds) // 2]:6.2f} ms  "
                  f"{1000 * seconds[len(seconds) * 95 // 100]:6.2f} ms", flush=True)
        del index


if __name__ == "__main__":
    main()
