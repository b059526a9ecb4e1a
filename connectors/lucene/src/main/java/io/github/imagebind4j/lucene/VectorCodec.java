package io.github.imagebind4j.lucene;

import io.github.imagebind4j.error.InputException;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.jspecify.annotations.Nullable;

/// Lucene's codec with the vector format that the options ask for. What it writes any Lucene of the
/// same version reads, for the formats are Lucene's own.
final class VectorCodec {
  /// What one page of 64 KiB holds as floats. Lucene stops at 1,024, but only when it writes.
  static final int MOST_DIMENSIONS = 16_384;

  private VectorCodec() {}

  /// @throws InputException if vectors of so many dimensions can't be kept
  static void requireFew(int dimension) {
    if (dimension > MOST_DIMENSIONS) {
      throw new InputException(
          "a LuceneIndex takes vectors of up to "
              + MOST_DIMENSIONS
              + " dimensions, got "
              + dimension
              + "; use an ExactIndex");
    }
  }

  /// @param mergers run the parts of a merge
  /// @param threads how many of them there are
  static Codec of(LuceneOptions options, ExecutorService mergers, int threads) {
    KnnVectorsFormat format = new Wide(format(options, threads > 1 ? mergers : null, threads));
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  private static KnnVectorsFormat format(
      LuceneOptions options, @Nullable ExecutorService mergers, int threads) {
    int connections = options.maxConnections();
    int beam = options.beamWidth();
    return switch (options.quantization()) {
      case FLOAT -> new Lucene99HnswVectorsFormat(connections, beam, threads, mergers);
      case INT8 ->
          new Lucene104HnswScalarQuantizedVectorsFormat(
              ScalarEncoding.UNSIGNED_BYTE, connections, beam, threads, mergers);
      case ONE_BIT ->
          new Lucene104HnswScalarQuantizedVectorsFormat(
              ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE, connections, beam, threads, mergers);
    };
  }

  /// A format under its own name, for vectors of more dimensions.
  private static final class Wide extends KnnVectorsFormat {
    private final KnnVectorsFormat inner;

    Wide(KnnVectorsFormat inner) {
      super(inner.getName());
      this.inner = inner;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return inner.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return inner.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return MOST_DIMENSIONS;
    }
  }
}
