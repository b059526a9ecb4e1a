package io.github.imagebind4j.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// Writes captions to be loaded beside a video: WebVTT for browsers, SubRip (SRT) for players.
///
/// Cues never overlap, for many players show but one at a time: wherever what is seen or heard
/// changes, a new cue begins, with a line for each sense.
///
/// For one thread at a time.
final class Captions implements AutoCloseable {
  /// A format.
  enum Format {
    VTT,
    SRT
  }

  private final Path file;
  private final Format format;
  private final BufferedWriter out;
  private List<String> lines = List.of();
  private double from;
  private double to;
  private int cues;

  private Captions(Path file, Format format, BufferedWriter out) {
    this.file = file;
    this.format = format;
    this.out = out;
  }

  /// Begins a file.
  ///
  /// @throws CliException if it can't be written
  static Captions create(Path file, Format format) {
    try {
      Captions captions = new Captions(file, format, Files.newBufferedWriter(file));
      if (format == Format.VTT) {
        captions.out.write("WEBVTT\n\nNOTE by imagebind4j describe\n");
        captions.out.flush();
      }
      return captions;
    } catch (IOException e) {
      throw cantWrite(file, e);
    }
  }

  private static CliException cantWrite(Path file, IOException e) {
    return CliException.environment(
        "can't write " + file + ": " + e.getMessage() + "; choose another file", e);
  }

  /// Writes all spans of a recording.
  void write(List<TagSpan> spans) {
    TreeSet<Double> times = new TreeSet<>();
    spans.forEach(span -> {
      times.add(span.from());
      times.add(span.to());
    });
    List<TagSpan> seen = of(Sense.SEEN, spans);
    List<TagSpan> heard = of(Sense.HEARD, spans);
    int atSeen = 0;
    int atHeard = 0;
    double begin = times.isEmpty() ? 0 : times.first();
    for (double end : times.tailSet(begin, false)) {
      atSeen = skip(seen, atSeen, begin);
      atHeard = skip(heard, atHeard, begin);
      List<TagSpan> now = new ArrayList<>();
      addIfOn(now, seen, atSeen, begin);
      addIfOn(now, heard, atHeard, begin);
      piece(begin, end, now);
      begin = end;
    }
  }

  private static List<TagSpan> of(Sense sense, List<TagSpan> spans) {
    return spans.stream().filter(span -> span.sense() == sense).toList();
  }

  private static int skip(List<TagSpan> spans, int at, double time) {
    int next = at;
    while (next < spans.size() && spans.get(next).to() <= time) {
      next++;
    }
    return next;
  }

  private static void addIfOn(List<TagSpan> now, List<TagSpan> spans, int at, double time) {
    if (at < spans.size() && spans.get(at).from() <= time) {
      now.add(spans.get(at));
    }
  }

  /// Adds what is seen and heard in a stretch of time; the stretches come in the order of time.
  void piece(double begin, double end, List<TagSpan> spans) {
    List<String> words = new ArrayList<>();
    for (TagSpan span : spans) {
      if (!span.words().isEmpty()) {
        words.add(span.sense().word() + ": " + span.words());
      }
    }
    if (words.equals(lines) && begin == to) {
      to = end;
      return;
    }
    finishCue();
    lines = words;
    from = begin;
    to = end;
  }

  private void finishCue() {
    if (lines.isEmpty() || to <= from) {
      return;
    }
    cues++;
    StringBuilder cue = new StringBuilder();
    cue.append(format == Format.VTT ? "\n" : cues == 1 ? "" : "\n");
    cue.append(cues).append('\n');
    cue.append(stamp(from)).append(" --> ").append(stamp(to)).append('\n');
    lines.forEach(line -> cue.append(safe(line)).append('\n'));
    try {
      out.write(cue.toString());
      out.flush();
    } catch (IOException e) {
      throw cantWrite(file, e);
    }
  }

  /// Both formats mean something by angle brackets, WebVTT by ampersands, too. What could be taken
  /// for the arrow between two times is no text.
  private String safe(String line) {
    String plain = line.replace("-->", "->");
    return format == Format.VTT
        ? plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        : plain.replace('<', '(').replace('>', ')');
  }

  private String stamp(double seconds) {
    long millis = Math.round(seconds * 1000);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%s%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        format == Format.VTT ? "." : ",",
        millis % 1000);
  }

  /// Ends the last cue and the file.
  @Override
  public void close() {
    try (out) {
      finishCue();
      lines = List.of();
    } catch (IOException e) {
      throw cantWrite(file, e);
    }
  }
}
