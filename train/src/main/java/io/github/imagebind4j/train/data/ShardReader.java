package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// WebDataset shards as items: a pass over the tar headers, of which each member's place is kept.
/// One use, one thread.
final class ShardReader {
  private static final Map<String, Modality> BY_ENDING =
      Map.ofEntries(
          Map.entry("jpg", Modality.VISION),
          Map.entry("jpeg", Modality.VISION),
          Map.entry("png", Modality.VISION),
          Map.entry("webp", Modality.VISION),
          Map.entry("wav", Modality.AUDIO),
          Map.entry("flac", Modality.AUDIO),
          Map.entry("ogg", Modality.AUDIO),
          Map.entry("opus", Modality.AUDIO),
          Map.entry("mp3", Modality.AUDIO),
          Map.entry("m4a", Modality.AUDIO));

  private final ItemSource.Shards source;
  private final List<Item> items = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  ShardReader(ItemSource.Shards source) {
    this.source = source;
  }

  List<Item> read() {
    for (Path shard : source.shards()) {
      readShard(shard);
    }
    if (items.isEmpty()) {
      throw new InputException("no sample in the shards " + source.shards());
    }
    return List.copyOf(items);
  }

  private void readShard(Path shard) {
    refuseCompressed(shard);
    Map<String, Map<String, TarArchiveEntry>> samples = new LinkedHashMap<>();
    try (TarFile tar = new TarFile(shard)) {
      long length = Files.size(shard);
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (!entry.isFile() || entry.isSparse()) {
          continue;
        }
        if (entry.getSize() < 0 || entry.getDataOffset() > length - entry.getSize()) {
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "%s: member %s claims %d bytes, beyond the file's end; get the whole file",
                  shard,
                  entry.getName(),
                  entry.getSize()));
        }
        String name = entry.getName();
        int slash = name.lastIndexOf('/') + 1;
        int dot = name.indexOf('.', slash);
        // Hidden files and macOS's ._ twins have no key.
        if (dot > slash) {
          samples
              .computeIfAbsent(name.substring(0, dot), _ -> new TreeMap<>())
              .put(name.substring(dot + 1).toLowerCase(Locale.ROOT), entry);
        }
      }
      for (Map.Entry<String, Map<String, TarArchiveEntry>> sample : samples.entrySet()) {
        addSample(shard, tar, sample.getKey(), sample.getValue());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          shard + " is no readable tar: " + e.getMessage() + "; make it anew", e);
    }
  }

  private static void refuseCompressed(Path shard) {
    byte[] head;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(shard), 16)) {
      head = in.readNBytes(4);
    } catch (IOException e) {
      throw new InputException("can't read shard " + shard + ": " + e + "; check the path", e);
    }
    boolean gzip = head.length > 1 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    boolean zstd = head.length > 3 && head[0] == 0x28 && head[1] == (byte) 0xb5;
    boolean bzip2 = head.length > 2 && head[0] == 'B' && head[1] == 'Z' && head[2] == 'h';
    if (gzip || zstd || bzip2) {
      throw new InputException(
          shard
              + " is compressed, and members of a compressed tar can't be read in any order; unpack it to a plain .tar first (gzip -d, zstd -d, bzip2 -d)");
    }
  }

  private void addSample(Path shard, TarFile tar, String key, Map<String, TarArchiveEntry> members)
      throws IOException {
    Map<String, Object> json = Map.of();
    List<String> captions = new ArrayList<>();
    TarArchiveEntry jsonMember = members.get("json");
    if (jsonMember != null) {
      json = json(shard, tar, jsonMember);
    }
    TarArchiveEntry textMember = members.get("txt");
    if (textMember != null) {
      captions.add(text(shard, tar, textMember).strip());
    }
    if (json.get("caption") instanceof String caption) {
      captions.add(caption);
    }
    captions.removeIf(String::isEmpty);
    String label = string(json, "label", string(json, "class", ""));
    if (label.isEmpty() && members.containsKey("cls")) {
      label = text(shard, tar, members.get("cls")).strip();
    }
    String split = string(json, "split", source.split());
    String pairKey = shard.getFileName() + ":" + key;
    for (Map.Entry<String, TarArchiveEntry> member : members.entrySet()) {
      Modality modality = modality(member.getKey());
      if (modality != null) {
        TarArchiveEntry entry = member.getValue();
        MediaLocation location =
            new MediaLocation.Slice(shard, entry.getDataOffset(), entry.getSize(), entry.getName());
        add(pairKey + "." + member.getKey(), modality, location, label, captions, split, pairKey);
      }
    }
    if (!captions.isEmpty()) {
      MediaLocation none = new MediaLocation.None();
      add(pairKey + ".txt", Modality.TEXT, none, label, captions, split, pairKey);
    }
  }

  private void add(
      String id,
      Modality modality,
      MediaLocation location,
      String label,
      List<String> captions,
      String split,
      String pairKey) {
    if (!ids.add(id)) {
      throw new InputException(
          "the sample " + pairKey + " comes twice (" + id + "); give shards and keys unique names");
    }
    MediaFormats formats = source.formats();
    items.add(new Item(id, modality, location, formats, label, captions, split, pairKey, pairKey));
  }

  /// By the sense in the ending (`depth.png`), or else by the last part of it (`0.jpg`).
  private static @org.jspecify.annotations.Nullable Modality modality(String ending) {
    String[] parts = ending.split("\\.", -1);
    if (parts.length > 1 || ending.equals("imu")) {
      Modality named = ManifestFormat.SENSES.get(parts[0]);
      if (named != null && !named.equals(Modality.TEXT)) {
        return named;
      }
    }
    return BY_ENDING.get(parts[parts.length - 1]);
  }

  private static Map<String, Object> json(Path shard, TarFile tar, TarArchiveEntry member)
      throws IOException {
    try {
      return JSON.std.mapFrom(text(shard, tar, member));
    } catch (JacksonException e) {
      throw new InputException(
          shard + ": " + member.getName() + " is no JSON object: " + e.getOriginalMessage(), e);
    }
  }

  private static String string(Map<String, Object> json, String key, String ifAbsent) {
    Object value = json.get(key);
    return value instanceof String || value instanceof Number ? value.toString() : ifAbsent;
  }

  private static String text(Path shard, TarFile tar, TarArchiveEntry member) throws IOException {
    if (member.getSize() > BoundedText.MAX_RECORD) {
      throw new InputException(
          shard
              + ": text member "
              + member.getName()
              + " has "
              + member.getSize()
              + " bytes; at most "
              + BoundedText.MAX_RECORD);
    }
    try (InputStream in = tar.getInputStream(member)) {
      byte[] bytes = in.readNBytes((int) member.getSize());
      return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(shard + ": " + member.getName() + " is not UTF-8", e);
    }
  }
}
