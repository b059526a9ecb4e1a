package io.github.imagebind4j.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The steps in which an index changes its folder; any of them can fail, or be the process's last.
interface Disk {
  /// A file while it is written.
  interface Output extends Closeable {
    void write(ByteBuffer bytes, long position) throws IOException;

    /// Returns when all of it would outlast a power failure.
    void force() throws IOException;
  }

  /// Begins a file, in place of one that may be there.
  Output create(Path file) throws IOException;

  /// Gives a file another's name, in one step.
  void replace(Path from, Path to) throws IOException;

  /// Returns when the folder's list of files would outlast a power failure.
  void forceFolder(Path folder) throws IOException;

  /// The real one.
  Disk REAL =
      new Disk() {
        @Override
        public Output create(Path file) throws IOException {
          // Never written into: it may be a link to something else, a pipe, or mapped by a reader.
          Files.deleteIfExists(file);
          return new ChannelOutput(
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }

        @Override
        public void replace(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
          if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
              channel.force(true);
            }
          } // Windows can't open a folder, and needs not: its file systems log renames in order
        }
      };

  /// A file written through a channel.
  ///
  /// @param channel closed with it
  record ChannelOutput(FileChannel channel) implements Output {
    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
