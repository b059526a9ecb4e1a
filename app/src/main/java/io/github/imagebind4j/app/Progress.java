package io.github.imagebind4j.app;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A progress bar on standard error, or nothing at all when nobody would see it.
final class Progress implements AutoCloseable {
  private final Console console;
  private final @Nullable ProgressBar bar;

  private Progress(Console console, @Nullable ProgressBar bar) {
    this.console = console;
    this.bar = bar;
    console.barShown(bar != null);
  }

  /// A bar that counts items.
  ///
  /// @param total how many there are, or -1 if that is not known yet
  static Progress ofItems(Console console, String task, long total) {
    return start(console, task, total, "", 1);
  }

  /// A bar that counts bytes.
  ///
  /// @param total how many there are, or -1 if that is not known yet
  static Progress ofBytes(Console console, String task, long total) {
    return start(console, task, total, " MB", 1_000_000);
  }

  private static Progress start(
      Console console, String task, long total, String unit, long unitSize) {
    if (!console.wantsProgress()) {
      return new Progress(console, null);
    }
    return new Progress(
        console,
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(unit, unitSize)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .showSpeed()
            .clearDisplayOnFinish()
            .setConsumer(new ConsoleProgressBarConsumer(console.errStream(), console.columns() - 1))
            .build());
  }

  /// Shows how far a task is.
  ///
  /// @param total -1 if it is not known
  void show(String task, long done, long total) {
    if (bar != null) {
      bar.setExtraMessage(" " + task);
      bar.maxHint(total);
      bar.stepTo(done);
    }
  }

  void advance(long count) {
    if (bar != null) {
      bar.stepBy(count);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
    console.barShown(false);
  }
}
