package io.github.imagebind4j.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.media.DepthMap;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.ThermalImage;
import io.github.imagebind4j.media.Waveform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// What all pages share.
class WebPageTest {
  private static BufferedImage read(byte[] image) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(image));
  }

  private static int brightness(BufferedImage image, int x) {
    int rgb = image.getRGB(x, 0);
    return (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
  }

  @Test
  void aPageHasItsTitleItsStyleAndBothColourSchemes() {
    String page = WebPage.begin("<a & b>", "p { color: red; }\n") + WebPage.END;

    assertThat(page)
        .startsWith("<!DOCTYPE html>\n")
        .contains(
            "<title>&lt;a &amp; b&gt;</title>", "p { color: red; }", "prefers-color-scheme: dark")
        .endsWith("</main>\n</body>\n</html>\n");
  }

  @Test
  void nothingInATextIsHtml() {
    assertThat(WebPage.escape("<script a='b' c=\"d\">&\u0000\n"))
        .isEqualTo("&lt;script a=&#39;b&#39; c=&quot;d&quot;&gt;&amp;  ");
  }

  @Test
  void nearIsBrightFarIsDarkAndHolesAreBlack() throws IOException {
    float[] metres = {1, 4, 20, 0};
    BufferedImage image = read(Drawing.depth(DepthMap.copyOf(4, 1, metres, DepthFormat.DEFAULT)));

    assertThat(brightness(image, 0)).isGreaterThan(brightness(image, 1));
    assertThat(brightness(image, 1)).isGreaterThan(brightness(image, 2));
    assertThat(brightness(image, 2)).isPositive();
    assertThat(brightness(image, 3)).isZero();
  }

  @Test
  void aDepthMapOfNothingButHolesIsBlack() throws IOException {
    BufferedImage image =
        read(Drawing.depth(DepthMap.copyOf(2, 1, new float[2], DepthFormat.DEFAULT)));

    assertThat(brightness(image, 0) + brightness(image, 1)).isZero();
  }

  @Test
  void warmIsBright() throws IOException {
    byte[] levels = {0, 100, (byte) 180, (byte) 255};
    BufferedImage image = read(Drawing.heat(ThermalImage.copyOf(4, 1, levels)));

    for (int x = 1; x < 4; x++) {
      assertThat(brightness(image, x)).isGreaterThan(brightness(image, x - 1));
    }
  }

  @Test
  void aSoundIsPlayedAsItIs() {
    ByteBuffer wav =
        ByteBuffer.wrap(Drawing.wav(Waveform.copyOf(16_000, new float[] {0, 1, -1, 0.5f})))
            .order(ByteOrder.LITTLE_ENDIAN);

    assertThat(wav.capacity()).isEqualTo(44 + 8);
    assertThat(new String(wav.array(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    assertThat(wav.getInt(24)).isEqualTo(16_000);
    assertThat(wav.getShort(46)).isEqualTo((short) 32_767);
    assertThat(wav.getShort(48)).isEqualTo((short) -32_767);
  }

  @Test
  void aMotionHasSixCurvesThatStayInTheDrawing() {
    float[][] channels = new float[ImuSeries.CHANNELS][3];
    channels[0][1] = 1e6f;
    String svg = Drawing.motion(ImuSeries.copyOf(50, channels), "a \"fall\"");

    assertThat(svg.split("<polyline", -1)).hasSize(7);
    assertThat(svg).contains("aria-label=\"a &quot;fall&quot;\"", "113.3,10.0");
  }
}
