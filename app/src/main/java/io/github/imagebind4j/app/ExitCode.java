package io.github.imagebind4j.app;

/// What the process tells its caller; every command's help names these.
final class ExitCode {
  /// Everything was done.
  static final int OK = 0;

  /// Some items could not be read or embedded; the others were.
  static final int SOME_FAILED = 1;

  /// The command line makes no sense.
  static final int USAGE = 2;

  /// The model, its config, the network or this machine is in the way.
  static final int ENVIRONMENT = 3;

  private ExitCode() {}
}
