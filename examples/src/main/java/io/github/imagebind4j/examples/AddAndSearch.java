package io.github.imagebind4j.examples;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.EmbeddingArithmetic;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.input.Input;
import java.nio.file.Path;
import java.util.List;

/// A picture plus a sound: finds the pictures that have something of both, as in the paper's figure
/// 4 (fruits and the sound of birds give birds in fruit trees).
///
/// Arguments: the model, a picture, a sound, the pictures to search.
final class AddAndSearch {
  private AddAndSearch() {}

  public static void main(String[] args) {
    try (ImageBind model = ImageBind.load(Path.of(args[0]));
        EmbeddingIndex index = new ExactIndex()) {
      for (String file : List.of(args).subList(3, args.length)) {
        index.add(file, model.embed(Input.image(Path.of(file))));
      }
      Embedding picture = model.embed(Input.image(Path.of(args[1])));
      Embedding sound = model.embed(Input.audio(Path.of(args[2])));
      Embedding both = EmbeddingArithmetic.start().plus(picture, 0.5).plus(sound, 0.5).result();
      for (Hit hit : index.search(both, 3)) {
        System.out.println(hit.id() + " " + hit.score());
      }
    }
  }
}
