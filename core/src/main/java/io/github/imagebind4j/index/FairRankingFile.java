package io.github.imagebind4j.index;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.input.Modality;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// A [FairRanking] in a file: big-endian, all counts bounded before anything is reserved.
final class FairRankingFile {
  private static final long MAGIC = 0x49423446_41495201L; // IB4FAIR, version 1
  private static final int MOST_MODALITIES = 100;
  private static final int MOST_ITEMS = 1_000_000;
  private static final int MOST_DIMENSIONS = 1 << 20;

  private FairRankingFile() {}

  static void write(FairRanking ranking, Path file) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
        out.writeLong(MAGIC);
        out.writeUTF(ranking.space().fingerprint());
        out.writeInt(ranking.space().dimension());
        out.writeInt(ranking.samples().size());
        for (Map.Entry<Modality, FairRanking.Sample> entry : ranking.samples().entrySet()) {
          write(entry.getKey(), entry.getValue(), out);
        }
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IndexException("can't write " + file + ": " + e.getMessage() + "; make room", e);
    }
  }

  private static void write(Modality modality, FairRanking.Sample sample, DataOutputStream out)
      throws IOException {
    out.writeUTF(modality.name());
    out.writeLong(sample.total());
    out.writeInt(sample.units().size());
    for (Map.Entry<String, float[]> item : sample.units().entrySet()) {
      out.writeUTF(item.getKey());
      for (float value : item.getValue()) {
        out.writeFloat(value);
      }
    }
  }

  static FairRanking read(Path file) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      require(in.readLong() == MAGIC, file, "is of another kind or version");
      IndexSpace space = new IndexSpace(in.readUTF(), in.readInt());
      require(
          space.dimension() > 0 && space.dimension() <= MOST_DIMENSIONS,
          file,
          "has vectors of " + space.dimension() + " dimensions");
      int modalities = in.readInt();
      require(
          modalities > 0 && modalities <= MOST_MODALITIES, file, "has " + modalities + " senses");
      Map<Modality, FairRanking.Sample> samples = new LinkedHashMap<>();
      for (int m = 0; m < modalities; m++) {
        Modality modality = Modality.of(in.readUTF());
        samples.put(modality, sample(in, space.dimension(), file));
      }
      return new FairRanking(space, samples, Reaches.learn(samples));
    } catch (NoSuchFileException e) {
      throw new IndexException("no such file: " + file, e);
    } catch (IOException e) {
      throw damaged(file, "ends too early or can't be read (" + e + ")", e);
    } catch (IndexException e) {
      throw e;
    } catch (ImageBindException e) {
      throw damaged(file, "names no sense", e);
    }
  }

  private static FairRanking.Sample sample(DataInputStream in, int dimension, Path file)
      throws IOException {
    long total = in.readLong();
    int count = in.readInt();
    require(count > 0 && count <= MOST_ITEMS && count <= total, file, "has " + count + " items");
    Map<String, float[]> units = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String id = in.readUTF();
      float[] unit = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        unit[d] = in.readFloat();
        require(Float.isFinite(unit[d]), file, "has a vector that is not finite");
      }
      units.put(id, unit);
    }
    return new FairRanking.Sample(total, units);
  }

  private static void require(boolean holds, Path file, String what) {
    if (!holds) {
      throw damaged(file, what, null);
    }
  }

  private static IndexException damaged(
      Path file, String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IndexException(file + " " + what + "; delete it, and it is learned anew", cause);
  }
}
