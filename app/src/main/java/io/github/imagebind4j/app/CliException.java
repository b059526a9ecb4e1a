package io.github.imagebind4j.app;

import org.jspecify.annotations.Nullable;

/// Ends a command with a message for its user and an exit code, and without a stack trace.
final class CliException extends RuntimeException {
  private final int exitCode;

  private CliException(int exitCode, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  static CliException usage(@Nullable String message) {
    return new CliException(ExitCode.USAGE, message, null);
  }

  static CliException item(String message, @Nullable Throwable cause) {
    return new CliException(ExitCode.SOME_FAILED, message, cause);
  }

  static CliException environment(String message) {
    return new CliException(ExitCode.ENVIRONMENT, message, null);
  }

  static CliException environment(String message, Throwable cause) {
    return new CliException(ExitCode.ENVIRONMENT, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
