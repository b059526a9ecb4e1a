package io.github.imagebind4j.examples;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.input.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Finds the best label for every picture of a folder, and does not stop at a broken file.
///
/// Arguments: the model, the folder, the labels.
final class SortFolder {
  private SortFolder() {}

  public static void main(String[] args) throws IOException {
    List<String> labels = List.of(args).subList(2, args.length);
    try (ImageBind model = ImageBind.load(Path.of(args[0]));
        Stream<Path> files = Files.list(Path.of(args[1]))) {
      List<Embedding> texts = model.embed(labels.stream().map(Input::text).toList());
      List<Input> pictures = files.sorted().map(Input::image).toList();
      for (Embedder.Outcome outcome : model.tryEmbed(pictures)) {
        switch (outcome) {
          case Embedder.Embedded(Input picture, Embedding embedding) ->
              System.out.println(picture.name() + ": " + labels.get(nearest(embedding, texts)));
          case Embedder.Failed failed ->
              System.out.println(failed.input().name() + ": " + failed.reason().getMessage());
        }
      }
    }
  }

  private static int nearest(Embedding embedding, List<Embedding> candidates) {
    return Stream.iterate(0, i -> i < candidates.size(), i -> i + 1)
        .max(Comparator.comparingDouble(i -> embedding.cosine(candidates.get(i))))
        .orElseThrow();
  }
}
