package io.github.imagebind4j.lucene;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// What one commit holds. Documents go by their number in it.
///
/// @param searcher of the commit
record View(IndexSearcher searcher) {
  private static final int[] NONE = {};

  Optional<ItemAt> find(String id) throws IOException {
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      PostingsEnum postings = leaf.reader().postings(ItemDocument.idTerm(id), PostingsEnum.NONE);
      Bits live = leaf.reader().getLiveDocs();
      while (postings != null && postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(postings.docID())) {
          return Optional.of(new ItemAt(leaf, postings.docID()));
        }
      }
    }
    return Optional.empty();
  }

  /// A document of one segment.
  ///
  /// @param leaf the segment
  /// @param doc its number there
  record ItemAt(LeafReaderContext leaf, int doc) {
    IndexItem read(String fingerprint) throws IOException {
      ItemDocument item = ItemDocument.read(leaf.reader().storedFields(), doc);
      float[] vector = new Vectors(leaf).at(doc);
      Embedding embedding = new Embedding(item.modality(), vector, fingerprint);
      return new IndexItem(item.id(), embedding, item.fields());
    }
  }

  /// The full-precision vectors of a segment, to be asked for in growing order of documents.
  static final class Vectors {
    private final FloatVectorValues values;
    private final KnnVectorValues.DocIndexIterator iterator;

    Vectors(LeafReaderContext leaf) throws IOException {
      FloatVectorValues found = leaf.reader().getFloatVectorValues(ItemDocument.VECTOR);
      if (found == null) {
        throw new CorruptIndexException("a segment has no vectors", leaf.toString());
      }
      values = found;
      iterator = found.iterator();
    }

    /// The vector of a document, valid until the next is asked for.
    float[] at(int doc) throws IOException {
      if (iterator.advance(doc) != doc) {
        throw new CorruptIndexException("an item has no vector", "document " + doc);
      }
      return values.vectorValue(iterator.index());
    }
  }

  /// The documents that pass a filter, in order, if they are not too many.
  ///
  /// @return their numbers; one more than `atMost` if there are more
  int[] matching(Query filter, int atMost) throws IOException {
    Cursor cursor = new Cursor(filter);
    int[] docs = NONE;
    int count = 0;
    for (ItemAt at = cursor.next(); at != null && count <= atMost; at = cursor.next()) {
      if (count == docs.length) {
        docs = Arrays.copyOf(docs, Math.min(atMost + 1, Math.max(64, 2 * count)));
      }
      docs[count++] = at.leaf().docBase + at.doc();
    }
    return Arrays.copyOf(docs, count);
  }

  Cursor scan(Filter filter) throws IOException {
    return new Cursor(FilterQueries.of(filter));
  }

  /// Goes through the documents that pass a filter.
  final class Cursor {
    private final Weight weight;
    private final Iterator<LeafReaderContext> leaves;
    private @Nullable LeafReaderContext leaf;
    private DocIdSetIterator docs = DocIdSetIterator.empty();

    Cursor(Query filter) throws IOException {
      weight = searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
      leaves = searcher.getIndexReader().leaves().iterator();
    }

    /// @return the next, or null after the last
    @Nullable ItemAt next() throws IOException {
      while (true) {
        int doc = docs.docID() == DocIdSetIterator.NO_MORE_DOCS ? docs.docID() : docs.nextDoc();
        if (leaf != null && doc != DocIdSetIterator.NO_MORE_DOCS) {
          Bits live = leaf.reader().getLiveDocs();
          if (live == null || live.get(doc)) {
            return new ItemAt(leaf, doc);
          }
        } else if (leaves.hasNext()) {
          leaf = leaves.next();
          Scorer scorer = weight.scorer(leaf);
          docs = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
        } else {
          return null;
        }
      }
    }
  }
}
