package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.EmbeddingArithmetic;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is searched for: terms, each with its direction, and their weighted sum.
///
/// @param terms as they were written
/// @param directions of the terms
/// @param sum of the weighted unit vectors
record SearchQuery(List<SearchTerm> terms, List<Embedding> directions, Embedding sum) {

  static SearchQuery of(List<SearchTerm> terms, List<Embedding> directions) {
    EmbeddingArithmetic sum = EmbeddingArithmetic.start();
    for (int i = 0; i < terms.size(); i++) {
      sum = sum.plus(directions.get(i), terms.get(i).weight());
    }
    return new SearchQuery(List.copyOf(terms), List.copyOf(directions), sum.result());
  }

  /// How much of the sum is of which sense.
  Map<Modality, Double> senses() {
    Map<Modality, Double> senses = new LinkedHashMap<>();
    for (int i = 0; i < terms.size(); i++) {
      senses.merge(directions.get(i).modality(), Math.abs(terms.get(i).weight()), Double::sum);
    }
    return senses;
  }

  /// A term's share of a hit's cosine.
  ///
  /// @param cosine of the term itself to the hit
  /// @param part what it adds to the hit's cosine to the query: cosine times weight, over the
  ///   length of the sum; the parts of all terms add up to it
  record Share(SearchTerm term, double cosine, double part) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("term", term.kind().option().substring(2));
      map.put("value", term.value());
      map.put("weight", term.weight());
      map.put("cosine", cosine);
      map.put("part", part);
      return map;
    }
  }

  /// What each term contributes to the cosine of an item.
  List<Share> explain(Embedding item) {
    float[] unit = item.unit();
    double length = sum.norm();
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      double cosine = Similarity.dot(directions.get(i).unit(), unit);
      shares.add(new Share(terms.get(i), cosine, terms.get(i).weight() * cosine / length));
    }
    return shares;
  }

  /// For example `image birds.jpg + 0.5 × audio waves.wav`.
  String title() {
    StringBuilder title = new StringBuilder();
    for (SearchTerm term : terms) {
      title.append(title.isEmpty() ? "" : " + ").append(term.label());
    }
    return title.toString();
  }
}
