package io.github.imagebind4j.examples;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.input.Input;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The README's example: does the sound fit the picture, and what is it called?
final class DogAndBark {
  private DogAndBark() {}

  public static void main(String[] args) {
    try (ImageBind model = ImageBind.load(Path.of("imagebind_huge.pth"))) {
      Embedding photo = model.embed(Input.image(Path.of("dog.jpg")));
      Embedding sound = model.embed(Input.audio(Path.of("bark.wav")));
      System.out.println("cosine of photo and sound: " + photo.cosine(sound));

      List<Embedding> texts = model.embed(List.of(Input.text("a dog"), Input.text("a car")));
      double[][] table = Similarity.softmaxTable(List.of(photo, sound), texts);
      System.out.println("photo: dog or car? " + Arrays.toString(table[0]));
      System.out.println("sound: dog or car? " + Arrays.toString(table[1]));
    }
  }
}
