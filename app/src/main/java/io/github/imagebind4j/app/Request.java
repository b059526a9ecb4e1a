package io.github.imagebind4j.app;

/// One thing that the command line asks for, as it was written.
///
/// @param kind which option it came with
/// @param value the option's value
record Request(Kind kind, String value) {

  /// The ways to name items.
  enum Kind {
    TEXT("--text", "S", "A sentence. Repeatable, as are all of these."),
    IMAGE("--image", "F", "A picture: JPEG, PNG, WebP, GIF, BMP or TIFF."),
    VIDEO("--video", "F", "A video; its pictures only."),
    AUDIO("--audio", "F", "A sound, or the sound of a video."),
    DEPTH("--depth", "F", "A depth map: 16-bit PNG, float TIFF or .npy."),
    THERMAL("--thermal", "F", "A thermal picture: 8- or 16-bit gray, or .npy."),
    IMU("--imu", "F", "A motion recording: CSV with named columns, or .npy."),
    RAW("--raw", "MODALITY=F.npy", "Ready tensors; the leading axis counts the items."),
    TEXT_FILE("--text-file", "F", "Sentences, one a line; - for standard input."),
    FILES_FROM("--files-from", "F", "A list of FILES, one a line; - for standard input."),
    FILE("", "FILES", "Pictures, sounds and videos, recognised by their content.");

    private final String option;
    private final String label;
    private final String description;

    Kind(String option, String label, String description) {
      this.option = option;
      this.label = label;
      this.description = description;
    }

    /// The option's name; empty for plain arguments.
    String option() {
      return option;
    }

    String label() {
      return label;
    }

    String description() {
      return description;
    }
  }
}
