package io.github.imagebind4j.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One rule of the cleaning at a time; the goldens have them all at once.
class TextCleanerTest {

  @Test
  void htmlIsUnescapedUntilNothingIsLeft() {
    assertThat(TextCleaner.clean("&amp;amp;amp;amp;lt;3")).isEqualTo("<3");
    assertThat(HtmlEntities.unescape("&notit; &amp &#x26; &#0; &#150; &#1; &#xD800;"))
        .isEqualTo("¬it; & & \ufffd –  \ufffd");
  }

  @Test
  void ftfyOnlyTouchesReferencesWithSemicolonAndAddsCapitals() {
    assertThat(HtmlEntities.unescapeSafe("&not it &EACUTE; &nTILDE; &SZLIG; &#59; &amp;amp;"))
        .isEqualTo("&not it É &nTILDE; SS &#59; &amp;");
  }

  @Test
  void ftfyLeavesReferencesAloneFromTheFirstTagOn() {
    // Two rounds remain for what comes behind it, so three levels are one too many.
    assertThat(TextCleaner.clean("&amp;amp;amp; x\n<b> &amp;amp;amp;")).isEqualTo("& x <b> &amp;");
  }

  @Test
  void mojibakeIsUndoneInLayers() {
    assertThat(EncodingFixer.fix("doesnÃƒÂ¢Ã¢â€šÂ¬Ã¢â€žÂ¢t")).isEqualTo("doesn’t");
    assertThat(EncodingFixer.fix("voilÃ  le travail")).isEqualTo("voilà le travail");
    assertThat(EncodingFixer.fix("â€œ like this â€\ufffd")).isEqualTo("“ like this \ufffd");
    assertThat(EncodingFixer.fix("L’épreuve à MÜNCHEN")).isEqualTo("L’épreuve à MÜNCHEN");
  }

  @Test
  void cesu8AndJavasNulAreUnderstood() {
    byte[] emoji = {(byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xED, (byte) 0xB8, (byte) 0x80};
    assertThat(Utf8Repair.decode(emoji)).isEqualTo("😀");
    assertThat(Utf8Repair.decode(new byte[] {'a', (byte) 0xC0, (byte) 0x80})).isEqualTo("a\0");
    assertThat(Utf8Repair.decode(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0xBD})).isNull();
    assertThat(Utf8Repair.decode(new byte[] {(byte) 0xC1, (byte) 0x81})).isNull();
  }

  @Test
  void lowerCaseIsPythons() {
    assertThat(LowerCase.of("ΟΔΥΣΣΕΥΣ Σ ΑΣ'Α ΑΣ'")).isEqualTo("οδυσσευς σ ασ'α ας'");
    assertThat(LowerCase.of("İIẞK")).isEqualTo("i̇ißk");
  }

  @Test
  void encodingsAgreeWithTheJdkWhereItHasACharacter() {
    Map<ByteEncoding, String> charsets =
        Map.of(
            ByteEncoding.LATIN_1, "ISO-8859-1",
            ByteEncoding.WINDOWS_1252, "windows-1252",
            ByteEncoding.WINDOWS_1251, "windows-1251",
            ByteEncoding.WINDOWS_1250, "windows-1250",
            ByteEncoding.WINDOWS_1253, "windows-1253",
            ByteEncoding.WINDOWS_1254, "windows-1254",
            ByteEncoding.WINDOWS_1257, "windows-1257",
            ByteEncoding.ISO_8859_2, "ISO-8859-2",
            ByteEncoding.MAC_ROMAN, "x-MacRoman",
            ByteEncoding.CP437, "IBM437");
    assertThat(charsets).hasSize(ByteEncoding.values().length);
    charsets.forEach((encoding, name) -> {
      for (int b = 0x80; b <= 0xFF; b++) {
        char jdk = new String(new byte[] {(byte) b}, Charset.forName(name)).charAt(0);
        char ours = encoding.decode(b);
        assertThat(ours).as("%s %x", name, b).isEqualTo(jdk == '\ufffd' ? (char) b : jdk);
        assertThat(encoding.encode(String.valueOf(ours))).containsExactly((byte) b);
      }
    });
  }
}
