package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.nio.file.Path;
import java.util.Locale;

/// Recognises a checkpoint's format by its first bytes.
final class CheckpointFormat {
  private static final long ZIP_ENTRY = 0x04034b50;
  private static final long ZIP_END = 0x06054b50;
  private static final int PICKLE_PROTOCOL = 0x80;
  private static final String FIX =
      "ImageBind4J reads PyTorch .pth and .safetensors; check what this file is";

  private CheckpointFormat() {}

  static Checkpoint open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      Checkpoint checkpoint = open(file);
      file.letGo();
      return checkpoint;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static Checkpoint open(MappedFile file) {
    if (file.size() == 0) {
      throw file.damaged("it is empty");
    }
    if (file.size() >= Integer.BYTES && (file.u32(0) == ZIP_ENTRY || file.u32(0) == ZIP_END)) {
      return TorchCheckpoint.fromZip(file);
    }
    if (file.u8(0) == PICKLE_PROTOCOL && file.size() > 1 && file.u8(1) <= 5) {
      return TorchCheckpoint.fromLegacy(file);
    }
    String name = file.path().toString().toLowerCase(Locale.ROOT);
    if ((file.size() > Long.BYTES && file.u8(Long.BYTES) == '{')
        || (name.endsWith(".safetensors") && !isText(file))) {
      return new SafetensorsCheckpoint(file);
    }
    throw unknown(file);
  }

  private static CheckpointException unknown(MappedFile file) {
    if (isText(file)) {
      String start = file.utf8(0, (int) Math.min(file.size(), 40));
      if (start.startsWith("version https://git-lfs")) {
        return file.refused(
            "is a Git LFS pointer, not the weights", "fetch the file itself with git lfs pull");
      }
      return file.refused("is a text file that starts with '" + MappedFile.quote(start) + "'", FIX);
    }
    return file.refused("is no checkpoint of a known format", FIX);
  }

  /// Whether the first bytes are printable, as in an error page saved in place of the weights.
  private static boolean isText(MappedFile file) {
    for (int i = 0; i < Math.min(file.size(), 40); i++) {
      int c = file.u8(i);
      if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
