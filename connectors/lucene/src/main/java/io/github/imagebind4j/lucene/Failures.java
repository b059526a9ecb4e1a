package io.github.imagebind4j.lucene;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.search.IndexSearcher.TooManyClauses;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/// What Lucene and the system throw, as exceptions that say the fix.
///
/// @param folder of the index
record Failures(String folder) {
  static final String DAMAGE_FIX =
      "put back a snapshot of the index, or make it anew from its sources";

  /// Something that touches files.
  @FunctionalInterface
  interface Body<T> {
    T run() throws IOException;
  }

  /// Runs it; whatever goes wrong becomes an exception of ours. Lucene reports bytes that it can't
  /// make sense of by many kinds of unchecked exceptions, too.
  <T> T guard(Body<T> body) {
    try {
      return body.run();
    } catch (ImageBindException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw of(e);
    } catch (InternalError e) { // what the JVM makes of a page that the system can't read
      throw failure("can't be read: a file was cut short, or the disk fails", DAMAGE_FIX, e);
    }
  }

  /// Lucene wraps what went wrong first, and says it again at each later call.
  private ImageBindException of(Exception e) {
    return e.getCause() instanceof Exception first ? of(first) : ofFirst(e);
  }

  private ImageBindException ofFirst(Exception e) {
    return switch (e) {
      case ImageBindException ours -> ours;
      case TooManyClauses _ ->
          new InputException(
              "the condition has too many parts; join equalities by in (...), or ask twice", e);
      case LockObtainFailedException _ ->
          failure(
              "is being written by another process, or another LuceneIndex of this one",
              "close that first, or open this one by openReadOnly",
              e);
      case IndexNotFoundException _ ->
          failure("holds no index", "check the folder, or make one by LuceneIndex.open", e);
      case IndexFormatTooNewException _ ->
          failure("was written by a newer version", "update ImageBind4J", e);
      case IndexFormatTooOldException _ ->
          failure("was written by a version too old to be read", "make it anew", e);
      case AlreadyClosedException _ -> failure("was closed", "open it again", e);
      case CorruptIndexException _ -> failure("is damaged", DAMAGE_FIX, e);
      case EOFException _ -> failure("is damaged: a file is cut short", DAMAGE_FIX, e);
      case NoSuchFileException _ -> failure("is damaged: a file is missing", DAMAGE_FIX, e);
      case AccessDeniedException _ -> readOnly(e);
      case ReadOnlyFileSystemException _ -> readOnly(e);
      case IOException _ -> system(e);
      default -> failure("can't be read, probably since a file is damaged", DAMAGE_FIX, e);
    };
  }

  private IndexException system(Exception e) {
    String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (said.contains("no space") || said.contains("not enough space") || said.contains("quota")) {
      return failure(
          "could not be written: the disk is full",
          "free some space and open it again; all up to the last commit is kept",
          e);
    }
    return said.contains("read-only file system") || said.contains("permission denied")
        ? readOnly(e)
        : failure(
            "could not be read or written",
            "check the disk and open it again; all up to the last commit is kept",
            e);
  }

  private IndexException readOnly(Exception e) {
    return failure(
        "may not be written, or not be read, by this user",
        "change its permissions, open it by openReadOnly, or choose another folder",
        e);
  }

  IndexException failure(String what, String fix, @Nullable Throwable e) {
    String detail = e == null || e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    return new IndexException("the index in " + folder + " " + what + detail + "; " + fix, e);
  }
}
