package io.github.imagebind4j.app;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;

/// Pictures between lines of text, for terminals that can show them.
enum TerminalPictures {
  /// None.
  NONE,
  /// By kitty's graphics protocol.
  KITTY,
  /// By iTerm2's inline images.
  ITERM2,
  /// By DEC's sixels.
  SIXEL;

  private static final int CHUNK = 4096;
  private static final int LEVELS = 6; // of each colour

  /// What the user may ask for.
  enum Choice {
    auto,
    none,
    kitty,
    iterm2,
    sixel
  }

  /// What to do for a choice; on its own what the terminal is known for.
  static TerminalPictures choose(Choice choice, Console console) {
    return switch (choice) {
      case auto -> console.outIsTerminal() ? known(console) : NONE;
      case none -> NONE;
      case kitty -> KITTY;
      case iterm2 -> ITERM2;
      case sixel -> SIXEL;
    };
  }

  /// By the environment, for asking the terminal itself would need its keyboard.
  private static TerminalPictures known(Console console) {
    String term = console.environment("TERM").toLowerCase(Locale.ROOT);
    String program = console.environment("TERM_PROGRAM").toLowerCase(Locale.ROOT);
    if (!console.environment("TMUX").isEmpty() || term.startsWith("screen")) {
      return NONE; // what is in between would swallow them
    }
    if (!console.environment("KITTY_WINDOW_ID").isEmpty()
        || term.contains("kitty")
        || term.contains("ghostty")
        || program.equals("ghostty")) {
      return KITTY;
    }
    if (program.equals("iterm.app")
        || program.equals("wezterm")
        || console.environment("LC_TERMINAL").equalsIgnoreCase("iTerm2")) {
      return ITERM2;
    }
    return term.contains("sixel") || term.startsWith("foot") || term.startsWith("mlterm")
        ? SIXEL
        : NONE;
  }

  boolean shows() {
    return this != NONE;
  }

  /// A picture as bytes for the terminal, ending in a new line.
  byte[] encode(BufferedImage picture) {
    String text =
        switch (this) {
          case NONE -> "";
          case KITTY -> kitty(png(picture)) + "\n";
          case ITERM2 -> iterm2(png(picture)) + "\n";
          case SIXEL -> sixel(picture) + "\n";
        };
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String iterm2(byte[] png) {
    return "\u001b]1337;File=inline=1;preserveAspectRatio=1;size="
        + png.length
        + ":"
        + Base64.getEncoder().encodeToString(png)
        + "\u0007";
  }

  private static String kitty(byte[] png) {
    String data = Base64.getEncoder().encodeToString(png);
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < data.length(); from += CHUNK) {
      int to = Math.min(data.length(), from + CHUNK);
      text.append("\u001b_G")
          .append(from == 0 ? "a=T,f=100,q=2," : "")
          .append("m=")
          .append(to < data.length() ? 1 : 0)
          .append(';')
          .append(data, from, to)
          .append("\u001b\\");
    }
    return text.toString();
  }

  /// Bands of six rows; in each band one pass for each colour that it has.
  private static String sixel(BufferedImage picture) {
    StringBuilder text = new StringBuilder("\u001bPq\"1;1;");
    text.append(picture.getWidth()).append(';').append(picture.getHeight());
    for (int colour = 0; colour < LEVELS * LEVELS * LEVELS; colour++) {
      text.append('#').append(colour).append(";2;");
      text.append(percent(colour / LEVELS / LEVELS)).append(';');
      text.append(percent(colour / LEVELS % LEVELS)).append(';');
      text.append(percent(colour % LEVELS));
    }
    for (int top = 0; top < picture.getHeight(); top += 6) {
      band(picture, top, text);
      text.append('-');
    }
    return text.append("\u001b\\").toString();
  }

  private static int percent(int level) {
    return level * 100 / (LEVELS - 1);
  }

  private static void band(BufferedImage picture, int top, StringBuilder text) {
    int width = picture.getWidth();
    byte[][] bits = new byte[LEVELS * LEVELS * LEVELS][];
    for (int y = top; y < Math.min(top + 6, picture.getHeight()); y++) {
      for (int x = 0; x < width; x++) {
        int colour = colour(picture.getRGB(x, y));
        if (bits[colour] == null) {
          bits[colour] = new byte[width];
        }
        bits[colour][x] |= (byte) (1 << (y - top));
      }
    }
    for (int colour = 0; colour < bits.length; colour++) {
      if (bits[colour] != null) {
        text.append('#').append(colour);
        for (byte column : bits[colour]) {
          text.append((char) ('?' + column));
        }
        text.append('$');
      }
    }
  }

  private static int colour(int rgb) {
    return level(rgb >> 16) * LEVELS * LEVELS + level(rgb >> 8) * LEVELS + level(rgb);
  }

  private static int level(int value) {
    return ((value & 0xff) * (LEVELS - 1) + 127) / 255;
  }

  static byte[] png(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }
}
