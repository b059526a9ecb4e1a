package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.eval.PromptTemplates;
import io.github.imagebind4j.input.Input;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Embeds lists of labels, and keeps the vectors in files, one a model, list and templates, so that
/// the next run finds them.
///
/// Any number of processes may use one folder: a file is there whole or not at all, and a damaged
/// one is made again.
final class LabelEmbedder {
  private static final int LABELS_AT_ONCE = 64;

  private final ImageBind model;
  private final Path folder;
  private final Console console;

  LabelEmbedder(ImageBind model, Path folder, Console console) {
    this.model = model;
    this.folder = folder;
    this.console = console;
  }

  /// Embeds a list, or finds it embedded.
  ///
  /// @param scale what cosines are multiplied by; empty: as the model scales its vectors
  LabelSpace embed(LabelList list, PromptTemplates templates, OptionalDouble scale) {
    int dimension = model.config().outEmbedDim();
    Path file = folder.resolve(key(list, templates) + ".npy");
    Optional<float[][]> kept = read(file, list.labels().size(), dimension);
    if (kept.isPresent()) {
      return new LabelSpace(list, kept.get(), scale);
    }
    float[][] vectors = new float[list.labels().size()][];
    try (Progress progress = Progress.ofItems(console, "embedding labels", vectors.length)) {
      for (int from = 0; from < vectors.length; from += LABELS_AT_ONCE) {
        int to = Math.min(vectors.length, from + LABELS_AT_ONCE);
        embed(list.labels().subList(from, to), templates, vectors, from);
        progress.advance(to - from);
      }
    }
    write(file, vectors, dimension);
    return new LabelSpace(list, vectors, scale);
  }

  /// A label's vector is the mean direction of its sentences, as long as each of them.
  private void embed(
      List<LabelList.Label> labels, PromptTemplates templates, float[][] vectors, int at) {
    int sentences = templates.templates().size();
    List<Input> inputs = new ArrayList<>();
    for (LabelList.Label label : labels) {
      templates.prompts(label.text()).forEach(sentence -> inputs.add(Input.text(sentence)));
    }
    List<Embedding> embedded = model.embed(inputs);
    for (int i = 0; i < labels.size(); i++) {
      List<Embedding> mine = embedded.subList(i * sentences, (i + 1) * sentences);
      vectors[at + i] = mean(mine);
    }
  }

  private static float[] mean(List<Embedding> sentences) {
    float[] sum = new float[sentences.getFirst().dimension()];
    double length = 0;
    for (Embedding sentence : sentences) {
      float[] unit = sentence.unit();
      for (int d = 0; d < sum.length; d++) {
        sum[d] += unit[d];
      }
      length += sentence.norm() / sentences.size();
    }
    float[] mean = Similarity.normalize(sum);
    for (int d = 0; d < mean.length; d++) {
      mean[d] *= (float) length;
    }
    return mean;
  }

  private String key(LabelList list, PromptTemplates templates) {
    StringBuilder all = new StringBuilder("describe 1\n");
    all.append(model.fingerprint()).append('\n').append(BenchPoint.name(model.precision()));
    all.append('\n');
    templates.templates().forEach(template -> all.append(template).append('\n'));
    all.append('\n');
    list.labels().forEach(label -> all.append(label.text()).append('\n'));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(all.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static Optional<float[][]> read(Path file, int rows, int columns) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    long most = 4096 + 4L * rows * columns;
    try (FileChannel channel = FileChannel.open(file)) {
      FloatArray array = NpyFile.read(channel, most).values();
      if (array.shape().rank() != 2
          || array.shape().dim(0) != rows
          || array.shape().dim(1) != columns) {
        return Optional.empty();
      }
      float[][] vectors = new float[rows][];
      for (int r = 0; r < rows; r++) {
        vectors[r] = array.slice(r).toArray();
        for (float x : vectors[r]) {
          if (!Float.isFinite(x)) {
            return Optional.empty();
          }
        }
      }
      return Optional.of(vectors);
    } catch (IOException | ImageBindException e) {
      return Optional.empty(); // made again, and written again
    }
  }

  private void write(Path file, float[][] vectors, int dimension) {
    float[] all = new float[vectors.length * dimension];
    for (int r = 0; r < vectors.length; r++) {
      System.arraycopy(vectors[r], 0, all, r * dimension, dimension);
    }
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "labels", ".new");
      try {
        NpyFile.write(fresh, FloatArray.wrap(all, vectors.length, dimension));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException | ImageBindException e) {
      console.note("the labels' vectors can't be kept in " + folder + ": " + e.getMessage());
    }
  }
}
