package io.github.imagebind4j.explore;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/// Files of an index that are the same thing: equal byte for byte, or alike to the model, as a JPEG
/// and its PNG, or a sound encoded anew.
///
/// Each item's nearest of its own modality are looked up in the index, so a million items are a
/// million searches, not a million squared. Two files are alike if at least four fifths of the
/// items of each have one of the other above the threshold: all of a file's segments and senses
/// count, so a clip out of a film is no duplicate of it, nor a film with another sound. Items of
/// one file are never compared with one another. What is alike is joined into groups (union-find).
///
/// Safe for use by any thread; changes to the index while it works may or may not count.
public final class NearDuplicates {
  private static final String PATH = "path";
  private static final String MEMBER = "member";
  private static final String HASH = "sha256";
  private static final double LEAST_SHARE = 0.8;
  private static final int FIRST_LOOK = 16;
  private static final int LONGEST_LOOK = 1024;
  private static final int BATCH = 512;

  /// A file and what is known of it.
  ///
  /// @param name its path, with `!` and the member of an archive, or its item's id where there is
  ///   none
  /// @param hash of its content; empty if it is not known
  /// @param items its items, in the order of their ids
  public record Document(String name, String hash, List<String> items) {
    /// Copies.
    public Document {
      items = List.copyOf(items);
    }
  }

  private final EmbeddingIndex index;
  private final Map<Modality, Double> thresholds;
  private final double threshold;
  private final Filter filter;
  private final Set<Modality> modalities;

  private final List<Document> documents = new ArrayList<>();
  private final Map<String, Integer> documentOfItem = new HashMap<>();

  private NearDuplicates(
      EmbeddingIndex index,
      Map<Modality, Double> thresholds,
      double threshold,
      Filter filter,
      Set<Modality> modalities) {
    this.index = index;
    this.thresholds = Map.copyOf(thresholds);
    this.threshold = threshold;
    this.filter = filter;
    this.modalities = Set.copyOf(modalities);
  }

  /// Prepares a search for duplicates: goes through the index once, for names only.
  ///
  /// @param index its committed items; the fields `path` and `member` say which file an item is of,
  ///   `sha256` what that file holds
  /// @param thresholds the cosine from which two items of a modality count as alike, 0 to 1
  /// @param otherwise that of modalities not among them
  /// @param filter what the fields of items must be like
  /// @param modalities which senses; empty: all
  /// @return the search
  /// @throws InputException if a threshold is not 0 to 1
  public static NearDuplicates in(
      EmbeddingIndex index,
      Map<Modality, Double> thresholds,
      double otherwise,
      Filter filter,
      Set<Modality> modalities) {
    thresholds.values().forEach(NearDuplicates::check);
    check(otherwise);
    NearDuplicates search = new NearDuplicates(index, thresholds, otherwise, filter, modalities);
    search.readNames();
    return search;
  }

  private static void check(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new InputException(
          "the cosine from which items count as duplicates is 0 to 1, got " + threshold);
    }
  }

  private void readNames() {
    Map<String, List<String>> items = new HashMap<>();
    Map<String, String> hashes = new HashMap<>();
    index.scan(
        filter,
        item -> {
          if (modalities.isEmpty() || modalities.contains(item.embedding().modality())) {
            String name = name(item);
            items.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(item.id());
            item.fields().text(HASH).ifPresent(hash -> hashes.put(name, hash));
          }
        });
    items.keySet().stream()
        .sorted()
        .forEach(name -> {
          List<String> own = items.getOrDefault(name, List.of()).stream().sorted().toList();
          own.forEach(id -> documentOfItem.put(id, documents.size()));
          documents.add(new Document(name, hashes.getOrDefault(name, ""), own));
        });
  }

  private static String name(IndexItem item) {
    String path = item.fields().text(PATH).orElse(item.id());
    return item.fields().text(MEMBER).map(member -> path + "!" + member).orElse(path);
  }

  /// How many files there are.
  ///
  /// @return the number
  public int documents() {
    return documents.size();
  }

  /// How many items there are to look up.
  ///
  /// @return the number
  public int items() {
    return documentOfItem.size();
  }

  /// Finds the groups.
  ///
  /// @param done is told, in this thread, how many more items were looked up
  /// @return the groups of at least two, the largest first, then by name; each in the order of
  ///   names
  public List<List<Document>> groups(IntConsumer done) {
    DisjointSets joined = new DisjointSets(documents.size());
    joinAlike(joined, joinEqual(joined), done);
    Map<Integer, List<Document>> groups = new LinkedHashMap<>();
    for (int d = 0; d < documents.size(); d++) {
      groups.computeIfAbsent(joined.root(d), _ -> new ArrayList<>(1)).add(documents.get(d));
    }
    return groups.values().stream()
        .filter(group -> group.size() > 1)
        .map(List::copyOf)
        .sorted(Comparator.comparingInt((List<Document> group) -> -group.size()))
        .toList();
  }

  /// @return for each file, the first one that is equal byte for byte
  private int[] joinEqual(DisjointSets joined) {
    Map<String, Integer> byHash = new HashMap<>();
    int[] firsts = new int[documents.size()];
    for (int d = 0; d < firsts.length; d++) {
      String hash = documents.get(d).hash;
      Integer same = hash.isEmpty() ? null : byHash.putIfAbsent(hash, d);
      firsts[d] = same == null ? d : same;
      joined.join(firsts[d], d);
    }
    return firsts;
  }

  /// An item found alike to one of another file.
  private record Match(int item, int of, int other) {}

  /// Files of one item are joined at once; of others it is to be seen how many items match. Of
  /// equal files only the first is looked up.
  private void joinAlike(DisjointSets joined, int[] firsts, IntConsumer done) {
    List<String> ids = documents.stream().map(Document::items).flatMap(Collection::stream).toList();
    Map<String, Integer> numbers = new HashMap<>();
    ids.forEach(id -> numbers.put(id, numbers.size()));
    Set<Match> matches = new HashSet<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<String> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
      List<List<Hit>> found = batch.parallelStream().map(id -> alike(id, firsts)).toList();
      for (int i = 0; i < batch.size(); i++) {
        int own = documentOfItem.getOrDefault(batch.get(i), -1);
        for (Hit hit : found.get(i)) {
          int other = documentOfItem.getOrDefault(hit.id(), own);
          if (isSingle(own) && isSingle(other)) {
            joined.join(own, other);
          } else if (other != own && firsts[other] == other) {
            matches.add(new Match(from + i, own, other));
            matches.add(new Match(numbers.getOrDefault(hit.id(), -1), other, own));
          }
        }
      }
      done.accept(batch.size());
    }
    joinMost(joined, matches);
  }

  private boolean isSingle(int document) {
    return documents.get(document).items.size() == 1;
  }

  private void joinMost(DisjointSets joined, Set<Match> matches) {
    Map<Long, Integer> matched = new HashMap<>();
    matches.forEach(match -> matched.merge(pair(match.of, match.other), 1, Integer::sum));
    matched.forEach((pair, count) -> {
      int a = (int) (pair >> 32);
      int b = pair.intValue();
      int back = matched.getOrDefault(pair(b, a), 0);
      if (a < b && isMost(count, a) && isMost(back, b)) {
        joined.join(a, b);
      }
    });
  }

  private static long pair(int a, int b) {
    return (long) a << 32 | b;
  }

  private boolean isMost(int matched, int document) {
    return matched >= LEAST_SHARE * documents.get(document).items.size();
  }

  /// An item's nearest above the threshold; where all that were asked for are, more are.
  private List<Hit> alike(String id, int[] firsts) {
    int own = documentOfItem.getOrDefault(id, -1);
    Optional<IndexItem> item = firsts[own] == own ? index.get(id) : Optional.empty();
    if (item.isEmpty() || isZero(item.get().embedding())) {
      return List.of(); // a copy; removed meanwhile; without a direction
    }
    Embedding embedding = item.get().embedding();
    double least = thresholds.getOrDefault(embedding.modality(), threshold);
    IndexQuery query =
        IndexQuery.of(embedding, FIRST_LOOK).in(Set.of(embedding.modality())).where(filter);
    List<Hit> hits = index.search(query);
    for (int k = FIRST_LOOK; hits.size() == k && k < LONGEST_LOOK; ) {
      if (hits.getLast().score() < least) {
        break;
      }
      k *= 4;
      hits = index.search(new IndexQuery(embedding, k, query.modalities(), filter, query.effort()));
    }
    return hits.stream().filter(hit -> hit.score() >= least && !hit.id().equals(id)).toList();
  }

  private static boolean isZero(Embedding embedding) {
    return embedding.norm() < 1e-6;
  }

  /// A file to keep, and those that it makes dispensable.
  ///
  /// @param document what to keep
  /// @param spares the others; none if it is like no other that is kept
  public record Kept(Document document, List<Spare> spares) {
    /// Copies.
    public Kept {
      spares = List.copyOf(spares);
    }
  }

  /// A file that another one makes dispensable.
  ///
  /// @param document which
  /// @param cosine to the one that is kept: the mean over its items of the best of the same
  ///   modality
  /// @param equal whether the two are the same byte for byte
  public record Spare(Document document, double cosine, boolean equal) {}

  /// Splits a group into what to keep and what to spare. Likeness is not handed on: where B is like
  /// A and C like B, but C not like A, then sparing B and C for A would lose C. So each spare is
  /// like the very file that is kept for it, and a group can have several of these.
  ///
  /// @param bestFirst a group's files, in the order in which they are to be kept
  /// @return the files to keep, with their spares, in that order
  public List<Kept> keep(List<Document> bestFirst) {
    Map<Document, List<Embedding>> embeddings = new HashMap<>(); // of those that are kept
    Map<Document, List<Spare>> kept = new LinkedHashMap<>();
    for (Document document : bestFirst) {
      Optional<Document> equal =
          kept.keySet().stream().filter(other -> areEqual(document, other)).findFirst();
      if (equal.isPresent()) {
        kept.computeIfAbsent(equal.get(), _ -> new ArrayList<>()).add(new Spare(document, 1, true));
        continue;
      }
      List<Embedding> own = embeddings(document);
      Optional<Document> like =
          kept.keySet().stream()
              .filter(other -> areAlike(own, embeddings.getOrDefault(other, List.of())))
              .findFirst();
      if (like.isEmpty()) {
        kept.put(document, new ArrayList<>());
        embeddings.put(document, own);
        continue;
      }
      double cosine =
          best(own, embeddings.getOrDefault(like.get(), List.of())).stream()
              .mapToDouble(Best::cosine)
              .average()
              .orElse(0);
      kept.computeIfAbsent(like.get(), _ -> new ArrayList<>())
          .add(new Spare(document, cosine, false));
    }
    return kept.entrySet().stream()
        .map(entry -> new Kept(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static boolean areEqual(Document a, Document b) {
    return !a.hash.isEmpty() && a.hash.equals(b.hash);
  }

  private boolean areAlike(List<Embedding> a, List<Embedding> b) {
    return isMost(best(a, b)) && isMost(best(b, a));
  }

  private static boolean isMost(List<Best> best) {
    long alike = best.stream().filter(one -> one.cosine >= one.least).count();
    return alike > 0 && alike >= LEAST_SHARE * best.size();
  }

  /// @param least the cosine that counts as alike
  private record Best(double cosine, double least) {}

  /// The best cosine of each item of a file to one of another.
  private List<Best> best(List<Embedding> items, List<Embedding> others) {
    List<Best> best = new ArrayList<>();
    for (Embedding own : items) {
      double cosine =
          others.stream()
              .filter(other -> other.modality().equals(own.modality()))
              .mapToDouble(own::cosine)
              .max()
              .orElse(0);
      best.add(new Best(cosine, thresholds.getOrDefault(own.modality(), threshold)));
    }
    return best;
  }

  private List<Embedding> embeddings(Document document) {
    return document.items.stream()
        .map(index::get)
        .flatMap(Optional::stream)
        .map(IndexItem::embedding)
        .toList();
  }
}
