package io.github.imagebind4j.synth;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.jr.ob.JSON;

/// Tar files of at most 256 scenes of one split each, in WebDataset's layout: the files of a scene
/// lie side by side and share the name up to the first dot.
final class ShardSink implements SceneSink {
  private static final int SCENES = 256;

  private final Path folder;
  private final SynthRequest request;
  private final List<Shard> shards = new ArrayList<>();

  /// One tar file.
  private record Shard(String name, String split, long[] scenes) {}

  ShardSink(Path folder, SynthRequest request) {
    this.folder = folder;
    this.request = request;
    Map<String, List<Long>> bySplit = new LinkedHashMap<>();
    request.split().names().forEach(name -> bySplit.put(name, new ArrayList<>()));
    for (long i = 0; i < request.count(); i++) {
      String split = request.split().of(request.seed(), i);
      Objects.requireNonNull(bySplit.get(split)).add(i);
    }
    bySplit.forEach(this::cut);
  }

  private void cut(String split, List<Long> scenes) {
    for (int from = 0; from < scenes.size(); from += SCENES) {
      List<Long> part = scenes.subList(from, Math.min(scenes.size(), from + SCENES));
      String name = String.format(Locale.ROOT, "%s-%06d.tar", split, from / SCENES);
      shards.add(new Shard(name, split, part.stream().mapToLong(Long::longValue).toArray()));
    }
  }

  @Override
  public long units() {
    return shards.size();
  }

  @Override
  public long scenesOf(long unit) {
    return shards.get((int) unit).scenes().length;
  }

  @Override
  public long make(long unit) throws IOException {
    Shard shard = shards.get((int) unit);
    Path file = folder.resolve(shard.name());
    if (Files.exists(file)) {
      return 0;
    }
    Path part = Atomic.part(file);
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(part), 1 << 16))) {
      for (long index : shard.scenes()) {
        put(tar, request.world().scene(index), shard.split());
      }
      tar.finish();
    }
    Atomic.move(part, file);
    return shard.scenes().length;
  }

  private void put(TarArchiveOutputStream tar, Scene scene, String split) throws IOException {
    Factors factors = scene.factors();
    String key = String.format(Locale.ROOT, "%07d", factors.index());
    for (Sense sense : request.senses()) {
      if (sense != Sense.TEXT) {
        String name = key + "." + sense.label() + "." + sense.extension();
        entry(tar, name, MediaBytes.of(scene, sense));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", factors.kind().className());
    json.put("motion_class", factors.motion().className());
    json.put("split", split);
    json.put("captions", scene.captions());
    json.put("factors", factors.toMap());
    entry(tar, key + ".json", JSON.std.asBytes(json));
    if (request.senses().contains(Sense.TEXT)) {
      String caption = Captions.ofPicture(factors);
      entry(tar, key + ".txt", caption.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Times, owners and rights are the same everywhere.
  private static void entry(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setModTime(0L);
    entry.setMode(0644);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  @Override
  public void finish() {
    // The shards say everything themselves.
  }
}
