package io.github.imagebind4j.indexing;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.index.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A folder and all below it, or a single file. Hidden files and folders are left out; links to
/// files are followed, links to folders are not, so there are no loops. In the order of names.
///
/// A name that this system's encoding can't express could not be found again; such files and
/// folders are reported and left out. What lies in folders that can't be listed, or in a root that
/// is empty as a mount point without its disk is, does not count as gone.
///
/// Immutable and safe for use by any thread.
public final class FolderCollection implements MediaCollection {
  private static final long MOST_COUNTED = 100_000_000;

  private final Path root;
  private final SenseRules rules;
  private final Set<Path> except;

  /// Names a folder.
  ///
  /// @param root the folder, or a single file
  /// @param rules what files are of senses that their content does not tell
  /// @param except folders and files to leave out, such as the index itself
  /// @throws InputException if there is no such folder or file
  public FolderCollection(Path root, SenseRules rules, Set<Path> except) {
    try {
      this.root = root.toRealPath();
    } catch (IOException e) {
      throw new InputException(
          "no such folder or file: " + root + "; check the path, or mount its disk", e);
    }
    this.rules = rules;
    this.except = Set.copyOf(except.stream().map(FolderCollection::real).toList());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) { // not there yet
      Path absolute = path.toAbsolutePath().normalize();
      Path parent = absolute.getParent();
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }
  }

  @Override
  public Walk walk() {
    return new FolderWalk();
  }

  @Override
  public long count() {
    long[] files = {0};
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return !folder.equals(root) && isLeftOut(folder)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files[0] += isLeftOut(file) && !file.equals(root) ? 0 : 1;
              return files[0] < MOST_COUNTED && !Thread.currentThread().isInterrupted()
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      return -1;
    }
    return files[0];
  }

  private boolean isLeftOut(Path path) {
    return path.getFileName().toString().startsWith(".") || except.contains(path);
  }

  private final class FolderWalk implements Walk {
    /// What is still to be looked at, folders by themselves, the next on top.
    private final Deque<Path> open = new ArrayDeque<>(List.of(root));

    private final List<Path> unlisted = new ArrayList<>();
    private @Nullable Entry next;

    @Override
    public boolean hasNext() {
      while (next == null && !open.isEmpty()) {
        next = look(open.pop());
      }
      return next != null;
    }

    @Override
    public Entry next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Entry entry = next;
      next = null;
      return entry;
    }

    /// @return null if there is nothing to tell
    private @Nullable Entry look(Path path) {
      if (!isExpressible(path)) {
        return new Broken(
            path.toString(),
            new MediaException(
                path
                    + " has a name that is not "
                    + System.getProperty("sun.jnu.encoding", "UTF-8")
                    + ", so it could not be found again; rename it"));
      }
      boolean link = Files.isSymbolicLink(path);
      if (!link && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        return list(path);
      }
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
          return null; // a link to a folder, a device, a pipe
        }
        MediaFile file =
            MediaFile.of(
                path,
                attributes.size(),
                attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS));
        file = file.withSense(rules.senseOf(root, path));
        return new Found(path.equals(root) ? file.asNamed() : file);
      } catch (NoSuchFileException e) {
        return null; // a link to nowhere, or deleted meanwhile
      } catch (AccessDeniedException e) {
        return unseen(path, e);
      } catch (IOException e) {
        return link ? null : unseen(path, e); // a link in a circle; a failing disk
      }
    }

    /// What can't be looked at is not taken for gone.
    private Entry unseen(Path path, IOException e) {
      unlisted.add(path);
      return new Broken(
          path.toString(),
          new MediaException(
              "can't look at " + path + ": " + e.getMessage() + "; check its permissions", e));
    }

    private @Nullable Entry list(Path folder) {
      List<Path> children = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        for (Path child : stream) {
          if (!isLeftOut(child)) {
            children.add(child);
          }
        }
      } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
        unlisted.add(folder);
        return new Broken(
            folder.toString(),
            new MediaException(
                "can't list " + folder + ": " + e.getMessage() + "; check its permissions", e));
      }
      if (children.isEmpty() && folder.equals(root)) {
        unlisted.add(root); // rather a mount point without its disk than a folder that was emptied
      }
      children.sort(null);
      children.reversed().forEach(open::push);
      return null;
    }

    @Override
    public boolean covers(Fields fields) {
      String path = fields.text("path").orElse("");
      return isAtOrBelow(path, root)
          && unlisted.stream().noneMatch(folder -> isAtOrBelow(path, folder));
    }
  }

  private static boolean isAtOrBelow(String path, Path folder) {
    String prefix = folder.toString();
    return path.startsWith(prefix)
        && (path.length() == prefix.length()
            || prefix.endsWith(folder.getFileSystem().getSeparator())
            || path.startsWith(folder.getFileSystem().getSeparator(), prefix.length()));
  }

  /// Whether the name's text leads back to the file.
  private static boolean isExpressible(Path path) {
    String text = path.toString();
    return text.indexOf('\uFFFD') < 0 || path.equals(Path.of(text));
  }
}
