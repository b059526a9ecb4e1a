package io.github.imagebind4j.app;

import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A scene and the sounds that fit it.
///
/// @param hits best first; the first is the one that is used. Empty: there is none left
record SceneSound(Scenes.Scene scene, List<Hit> hits) {
  /// Only what has a file of its own can be played.
  private static final Filter PLAYABLE =
      new Filter.Every(
          List.of(new Filter.Has(SoundCollection.PATH), new Filter.Not(new Filter.Has("member"))));

  /// Finds sounds for scenes.
  ///
  /// @param count how many hits of each scene to keep
  /// @param repeat whether a sound may be used for several scenes; if not, each goes to the first
  ///   scene that it is the best left for
  static List<SceneSound> choose(
      List<Scenes.Scene> scenes, EmbeddingIndex sounds, int count, boolean repeat) {
    Set<String> used = new HashSet<>();
    List<SceneSound> chosen = new ArrayList<>();
    for (Scenes.Scene scene : scenes) {
      IndexQuery query =
          IndexQuery.of(scene.seen(), count + used.size())
              .in(Set.of(Modality.AUDIO))
              .where(PLAYABLE);
      List<Hit> hits =
          sounds.search(query).stream()
              .filter(hit -> !used.contains(hit.id()))
              .limit(count)
              .toList();
      if (!repeat && !hits.isEmpty()) {
        used.add(hits.getFirst().id());
      }
      chosen.add(new SceneSound(scene, hits));
    }
    return List.copyOf(chosen);
  }

  /// As results in JSON have it.
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", scene.from());
    map.put("to", scene.to());
    map.put("hits", hits.stream().map(SceneSound::toMap).toList());
    return map;
  }

  private static Map<String, Object> toMap(Hit hit) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", hit.id());
    map.put("score", hit.score());
    map.put("fields", hit.fields().asMap());
    return map;
  }
}
