package io.github.imagebind4j.examples;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A sense that ImageBind never had: touch, as the signals of 16 pressure sensors. It needs a
/// config and weights, and no new code. The weights here are random; training comes later.
final class SeventhSense {
  private SeventhSense() {}

  private static final String CONFIG =
      """
      {"out_embed_dim": 64,
       "towers": ["text"], "text_embed_dim": 32, "text_num_blocks": 2, "text_num_heads": 4,
       "modalities": {"touch": {"kind": "windows", "channels": 16, "length": 400, "window": 8,
                                "embed_dim": 48, "num_blocks": 2, "num_heads": 4}}}
      """;

  public static void main(String[] args) throws IOException {
    Path weights = Files.createTempFile("touch-", ".safetensors");
    RandomWeights.write(ModelConfig.fromJson(CONFIG), 1, weights, done -> {});
    try (ImageBind model = ImageBind.load(weights)) {
      FloatArray signals = FloatArray.wrap(new float[16 * 400], 16, 400);
      Embedding touch = model.embed(Input.raw(Modality.of("touch"), signals));
      Embedding words = model.embed(Input.text("a soft cushion"));
      System.out.println(touch + ", cosine " + touch.cosine(words));
    } finally {
      Files.delete(weights);
    }
  }
}
