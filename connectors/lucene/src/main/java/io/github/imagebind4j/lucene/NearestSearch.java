package io.github.imagebind4j.lucene;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/// One search: candidates from the graph, or all that fit if those are few, then ranked by the
/// cosines of the full-precision vectors.
final class NearestSearch {
  /// Up to so many, comparing with all takes no longer than the graph, and misses none.
  static final int FEW = 4096;

  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::id);

  private record Scored(int doc, double score) {}

  private final IndexSearcher searcher;
  private final IndexQuery query;
  private final Effort effort;
  private final float[] unit;

  NearestSearch(IndexSearcher searcher, IndexQuery query, Effort effort) {
    this.searcher = searcher;
    this.query = query;
    this.effort = effort;
    this.unit = query.embedding().unit();
  }

  List<Hit> run() throws IOException {
    int size = searcher.getIndexReader().numDocs();
    int candidates = Math.min(effort.candidates(), size);
    Query filter = FilterQueries.of(query.modalities(), query.filter());
    int few = Math.max(FEW, candidates);
    if (FilterQueries.isAll(filter) && size > few) {
      return ranked(nearest(candidates, null));
    }
    int[] fitting = new View(searcher).matching(filter, few);
    return ranked(fitting.length <= few ? fitting : nearest(candidates, filter));
  }

  private int[] nearest(int candidates, @Nullable Query filter) throws IOException {
    Query nearest = new GraphQuery(unit, candidates, filter);
    ScoreDoc[] found = searcher.search(nearest, candidates).scoreDocs; // best first
    return Arrays.stream(found).limit(effort.reread()).mapToInt(hit -> hit.doc).sorted().toArray();
  }

  /// The k best, with all that are as good as the last of them until their ids have decided.
  private List<Hit> ranked(int[] docs) throws IOException {
    List<Scored> scored = scored(docs);
    scored.sort(Comparator.comparingDouble(Scored::score).reversed());
    int kept = Math.min(query.k(), scored.size());
    while (kept > 0 && kept < scored.size() && isTied(scored, kept)) {
      kept++;
    }
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    List<Hit> hits = new ArrayList<>(kept);
    for (Scored each : scored.subList(0, kept)) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(each.doc, leaves));
      ItemDocument item = ItemDocument.read(leaf.reader(), each.doc - leaf.docBase);
      hits.add(new Hit(item.id(), item.modality(), each.score, item.fields()));
    }
    hits.sort(BEST_FIRST);
    return List.copyOf(hits.subList(0, Math.min(query.k(), kept)));
  }

  private static boolean isTied(List<Scored> scored, int at) {
    return scored.get(at).score == scored.get(at - 1).score;
  }

  /// @param docs in growing order, as the vectors lie on the disk
  private List<Scored> scored(int[] docs) throws IOException {
    List<Scored> scored = new ArrayList<>(docs.length);
    int at = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      int end = leaf.docBase + leaf.reader().maxDoc();
      if (at < docs.length && docs[at] < end) {
        View.Vectors vectors = new View.Vectors(leaf);
        for (; at < docs.length && docs[at] < end; at++) {
          double cosine = Similarity.dot(unit, vectors.at(docs[at] - leaf.docBase));
          scored.add(new Scored(docs[at], Math.clamp(cosine, -1, 1)));
        }
      }
    }
    return scored;
  }
}
