package io.github.imagebind4j.lucene;

import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/// Conditions as Lucene's queries over the terms and points that [ItemDocument] writes. They let
/// the same items pass as [Filter#matches(io.github.imagebind4j.index.Fields)].
final class FilterQueries {
  private static final Query ALL = MatchAllDocsQuery.INSTANCE;

  private FilterQueries() {}

  static boolean isAll(Query query) {
    return query instanceof MatchAllDocsQuery;
  }

  static Query of(Set<Modality> modalities, Filter filter) {
    Query fields = of(filter);
    if (modalities.isEmpty()) {
      return fields;
    }
    List<BytesRef> names =
        modalities.stream().map(modality -> new BytesRef(modality.name())).toList();
    Query senses = new TermInSetQuery(ItemDocument.MODALITY, names);
    return isAll(fields) ? senses : every(List.of(senses, fields));
  }

  static Query of(Filter filter) {
    return switch (filter) {
      case Filter.Comparison comparison -> comparison(comparison);
      case Filter.Has has -> has(has.field());
      case Filter.Every every -> every(every.parts().stream().map(FilterQueries::of).toList());
      case Filter.Any any -> any(any.parts());
      case Filter.Not not -> allBut(ALL, of(not.part()));
    };
  }

  private static Query has(String field) {
    return new TermQuery(new Term(ItemDocument.HAS, field));
  }

  private static Query every(Collection<Query> parts) {
    if (parts.isEmpty()) {
      return ALL;
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    parts.forEach(part -> query.add(part, Occur.FILTER));
    return query.build();
  }

  private static Query allBut(Query all, Query but) {
    return new BooleanQuery.Builder().add(all, Occur.FILTER).add(but, Occur.MUST_NOT).build();
  }

  /// Equalities with one field become one set, of any size: Lucene bounds the number of parts.
  private static Query any(List<Filter> parts) {
    Map<String, List<BytesRef>> texts = new LinkedHashMap<>();
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    List<Query> queries = new ArrayList<>();
    for (Filter part : parts) {
      if (part instanceof Filter.Comparison(String field, Filter.Order order, Object value)
          && order == Filter.Order.EQUAL
          && !(value instanceof Boolean)) {
        if (value instanceof String text) {
          texts.computeIfAbsent(field, _ -> new ArrayList<>()).add(SortableText.term(text));
        } else {
          numbers.computeIfAbsent(field, _ -> new ArrayList<>()).add((Double) value + 0.0);
        }
      } else {
        queries.add(of(part));
      }
    }
    texts.forEach(
        (field, terms) -> queries.add(new TermInSetQuery(ItemDocument.TEXT + field, terms)));
    numbers.forEach((field, points) ->
        queries.add(DoublePoint.newSetQuery(ItemDocument.NUMBER + field, points)));
    if (queries.isEmpty()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    queries.forEach(each -> query.add(each, Occur.SHOULD));
    return query.build();
  }

  private static Query comparison(Filter.Comparison comparison) {
    String field = comparison.field();
    if (comparison.order() == Filter.Order.NOT_EQUAL) {
      Filter equal = new Filter.Comparison(field, Filter.Order.EQUAL, comparison.value());
      return allBut(has(field), of(equal));
    }
    return switch (comparison.value()) {
      case Boolean truth -> new TermQuery(new Term(ItemDocument.IS, ItemDocument.is(field, truth)));
      case Double number -> number(ItemDocument.NUMBER + field, comparison.order(), number + 0.0);
      case String text -> text(ItemDocument.TEXT + field, comparison.order(), text);
      default -> throw new AssertionError(comparison);
    };
  }

  /// @param bound with 0 for -0, which [DoublePoint] takes for less
  private static Query number(String field, Filter.Order order, double bound) {
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    switch (order) {
      case EQUAL -> {
        least = bound;
        most = bound;
      }
      case LESS -> most = DoublePoint.nextDown(bound);
      case AT_MOST -> most = bound;
      case GREATER -> least = DoublePoint.nextUp(bound);
      case AT_LEAST -> least = bound;
      case NOT_EQUAL, BEGINS -> throw new AssertionError(order);
    }
    return DoublePoint.newRangeQuery(field, least, most);
  }

  private static Query text(String field, Filter.Order order, String text) {
    return switch (order) {
      case EQUAL -> new TermQuery(new Term(field, SortableText.term(text)));
      case LESS -> new TermRangeQuery(field, null, SortableText.bound(text), true, false);
      case AT_MOST -> new TermRangeQuery(field, null, SortableText.bound(text), true, true);
      case GREATER -> new TermRangeQuery(field, SortableText.bound(text), null, false, true);
      case AT_LEAST -> new TermRangeQuery(field, SortableText.bound(text), null, true, true);
      case BEGINS -> begins(field, SortableText.bound(text));
      case NOT_EQUAL -> throw new AssertionError(order);
    };
  }

  /// From the beginning itself to before the first that sorts after all that begin so.
  private static Query begins(String field, BytesRef beginning) {
    if (beginning.length == 0) {
      return new TermRangeQuery(field, null, null, true, true);
    }
    BytesRef after = BytesRef.deepCopyOf(beginning);
    after.bytes[after.length - 1]++; // never 0xFF in such texts
    return new TermRangeQuery(field, beginning, after, true, false);
  }
}
