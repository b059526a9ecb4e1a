package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalPicturesTest {
  private static Console console(boolean terminal, String... environment) {
    Map<String, String> variables = new java.util.HashMap<>();
    for (String variable : environment) {
      String[] parts = variable.split("=", 2);
      variables.put(parts[0], parts[1]);
    }
    return new Console(
        InputStream.nullInputStream(),
        OutputStreams.nowhere(),
        OutputStreams.nowhere(),
        variables,
        new Console.Terminal(terminal, false, 80));
  }

  @ParameterizedTest
  @CsvSource({
    "TERM=xterm-kitty, KITTY",
    "KITTY_WINDOW_ID=1, KITTY",
    "TERM_PROGRAM=ghostty, KITTY",
    "TERM_PROGRAM=iTerm.app, ITERM2",
    "TERM_PROGRAM=WezTerm, ITERM2",
    "TERM=foot, SIXEL",
    "TERM=xterm-256color, NONE",
  })
  void aTerminalIsKnownByItsEnvironmentAndOnlyIfOneIsThere(
      String variable, TerminalPictures expected) {
    TerminalPictures.Choice auto = TerminalPictures.Choice.auto;
    assertThat(TerminalPictures.choose(auto, console(true, variable))).isEqualTo(expected);
    assertThat(TerminalPictures.choose(auto, console(false, variable)))
        .isEqualTo(TerminalPictures.NONE);
    assertThat(TerminalPictures.choose(auto, console(true, variable, "TMUX=yes")))
        .isEqualTo(TerminalPictures.NONE);
  }

  private static BufferedImage picture() {
    BufferedImage picture = new BufferedImage(70, 50, BufferedImage.TYPE_INT_RGB);
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 70 * 50; i++) {
      picture.setRGB(i % 70, i / 70, random.nextInt(1 << 24));
    }
    return picture;
  }

  private static String text(TerminalPictures how) {
    return new String(how.encode(picture()), StandardCharsets.US_ASCII);
  }

  @Test
  void kittyGetsAPngInChunksOf4096() throws IOException {
    Matcher chunks =
        Pattern.compile("\u001b_G([^;]*);([A-Za-z0-9+/=]*)\u001b\\\\")
            .matcher(text(TerminalPictures.KITTY));
    StringBuilder data = new StringBuilder();
    String last = "";
    int count = 0;
    while (chunks.find()) {
      assertThat(chunks.group(2).length()).isLessThanOrEqualTo(4096);
      assertThat(chunks.group(1).startsWith("a=T,f=100,")).isEqualTo(count == 0);
      data.append(chunks.group(2));
      last = chunks.group(1);
      count++;
    }
    assertThat(count).isGreaterThan(1);
    assertThat(last).isEqualTo("m=0");
    assertSame(Base64.getDecoder().decode(data.toString()));
  }

  @Test
  void iterm2GetsAPng() throws IOException {
    Matcher file =
        Pattern.compile("\u001b\\]1337;File=inline=1;[^:]*:([A-Za-z0-9+/=]+)\u0007\n")
            .matcher(text(TerminalPictures.ITERM2));
    assertThat(file.matches()).isTrue();
    assertSame(Base64.getDecoder().decode(file.group(1)));
  }

  private static void assertSame(byte[] png) throws IOException {
    BufferedImage back = ImageIO.read(new ByteArrayInputStream(png));
    BufferedImage picture = picture();
    for (int i = 0; i < 70 * 50; i++) {
      assertThat(back.getRGB(i % 70, i / 70)).isEqualTo(picture.getRGB(i % 70, i / 70));
    }
  }

  /// Draws sixels as a terminal does.
  @Test
  void sixelsDrawThePictureToWithinTheirColours() {
    String text = text(TerminalPictures.SIXEL);
    assertThat(text).startsWith("\u001bPq\"1;1;70;50").endsWith("\u001b\\\n");
    int[][] colours = new int[216][3];
    int[][][] drawn = new int[54][70][];
    Matcher token =
        Pattern.compile("#(\\d+);2;(\\d+);(\\d+);(\\d+)|#(\\d+)|([?-~])|(\\$)|(-)")
            .matcher(text.substring(text.indexOf("70;50") + 5, text.length() - 3));
    int colour = 0;
    int x = 0;
    int top = 0;
    while (token.find()) {
      if (token.group(1) != null) {
        for (int c = 0; c < 3; c++) {
          colours[Integer.parseInt(token.group(1))][c] =
              Integer.parseInt(token.group(c + 2)) * 255 / 100;
        }
      } else if (token.group(5) != null) {
        colour = Integer.parseInt(token.group(5));
      } else if (token.group(6) != null) {
        int bits = token.group(6).charAt(0) - '?';
        for (int row = 0; row < 6; row++) {
          if ((bits >> row & 1) == 1) {
            drawn[top + row][x] = colours[colour];
          }
        }
        x++;
      } else {
        x = 0;
        top += token.group(8) != null ? 6 : 0;
      }
    }
    BufferedImage picture = picture();
    for (int y = 0; y < 50; y++) {
      for (int column = 0; column < 70; column++) {
        int rgb = picture.getRGB(column, y);
        for (int c = 0; c < 3; c++) {
          assertThat(drawn[y][column][c] - (rgb >> (16 - 8 * c) & 0xff)).isBetween(-27, 27);
        }
      }
    }
  }
}
