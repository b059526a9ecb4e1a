package io.github.imagebind4j.synth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file for each sense of each scene, and a manifest.
///
/// @param folder where
/// @param request what
record FolderSink(Path folder, SynthRequest request) implements SceneSink {
  @Override
  public long units() {
    return request.count();
  }

  @Override
  public long scenesOf(long unit) {
    return 1;
  }

  @Override
  public long make(long unit) throws IOException {
    Scene scene = request.world().scene(unit);
    boolean made = false;
    for (Sense sense : request.senses()) {
      Path file = folder.resolve(request.pathOf(sense, unit));
      if (sense != Sense.TEXT && !Files.exists(file)) {
        Path parent = file.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Atomic.write(file, MediaBytes.of(scene, sense));
        made = true;
      }
    }
    return made ? 1 : 0;
  }

  @Override
  public void finish() throws IOException {
    Manifest.write(folder, request);
  }
}
