package io.github.imagebind4j.tokenizer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The single-byte encodings that text is wrongly decoded with, in the order in which they are
/// tried.
///
/// All agree with ASCII below 0x80. The Windows ones are "sloppy": bytes that the standard leaves
/// unassigned stand for the C1 control character of the same number, and U+FFFD, a character lost
/// earlier, is written as byte 0x1A. The JDK's charsets do neither, so the tables are here; they
/// were written out from Python's codecs.
///
/// Immutable and safe for use by any thread.
///
/// Source: `CHARMAP_ENCODINGS` in ftfy 6.3.1's `chardata.py` and `bad_codecs/sloppy.py`.
enum ByteEncoding {
  LATIN_1(false, latin1()),
  WINDOWS_1252(
      true,
      "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ"
          + "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿"
          + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
          + "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"),
  WINDOWS_1251(
      true,
      "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ"
          + "\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї"
          + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
          + "абвгдежзийклмнопрстуфхцчшщъыьэюя"),
  WINDOWS_1250(
      true,
      "€\u0081‚\u0083„…†‡\u0088‰Š‹ŚŤŽŹ\u0090‘’“”•–—\u0098™š›śťžź"
          + "\u00A0ˇ˘Ł¤Ą¦§¨©Ş«¬\u00AD®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż"
          + "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß"
          + "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"),
  WINDOWS_1253(
      true,
      "€\u0081‚ƒ„…†‡\u0088‰\u008A‹\u008C\u008D\u008E\u008F\u0090‘’“”•–—\u0098™\u009A›\u009C\u009D\u009E\u009F"
          + "\u00A0΅Ά£¤¥¦§¨©ª«¬\u00AD®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ"
          + "ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡÒΣΤΥΦΧΨΩΪΫάέήί"
          + "ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώÿ"),
  WINDOWS_1254(
      true,
      "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008D\u008E\u008F\u0090‘’“”•–—˜™š›œ\u009D\u009EŸ"
          + "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿"
          + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß"
          + "àáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ"),
  WINDOWS_1257(
      true,
      "€\u0081‚\u0083„…†‡\u0088‰\u008A‹\u008C¨ˇ¸\u0090‘’“”•–—\u0098™\u009A›\u009C¯˛\u009F"
          + "\u00A0¡¢£¤¥¦§Ø©Ŗ«¬\u00AD®Æ°±²³´µ¶·ø¹ŗ»¼½¾æ"
          + "ĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽß"
          + "ąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙"),
  ISO_8859_2(
      false,
      "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F"
          + "\u00A0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00ADŽŻ°ą˛ł´ľśˇ¸šşťź˝žż"
          + "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß"
          + "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"),
  MAC_ROMAN(
      false,
      "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
          + "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
          + "¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ"
          + "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"),
  CP437(
      false,
      "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
          + "áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
          + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
          + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0");

  /// Stands in for a lost byte in the sloppy encodings.
  static final byte LOST = 0x1A;

  private final boolean sloppy;
  private final String upperHalf;

  /// The upper half's characters in rising order, and the byte of each at the same place.
  private final String sorted;

  private final String bytes;

  ByteEncoding(boolean sloppy, String upperHalf) {
    this.sloppy = sloppy;
    this.upperHalf = upperHalf;
    char[] chars = upperHalf.toCharArray();
    Arrays.sort(chars);
    sorted = new String(chars);
    StringBuilder order = new StringBuilder(chars.length);
    for (char c : chars) {
      order.append((char) (0x80 + upperHalf.indexOf(c)));
    }
    bytes = order.toString();
  }

  /// Whether U+FFFD can be encoded, as a lost byte.
  boolean isSloppy() {
    return sloppy;
  }

  /// The character of a byte from 0x80 to 0xFF.
  char decode(int upperByte) {
    return upperHalf.charAt(upperByte - 0x80);
  }

  /// The text in this encoding, or null if it has a character that the encoding lacks.
  byte @Nullable [] encode(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      int value = byteOf(text.charAt(i));
      if (value < 0) {
        return null;
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  private int byteOf(char c) {
    if (c < 0x80) {
      return sloppy && c == LOST ? -1 : c;
    }
    if (sloppy && c == '\uFFFD') {
      return LOST;
    }
    int low = 0;
    int high = sorted.length() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.charAt(middle) < c) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return sorted.charAt(low) == c ? bytes.charAt(low) : -1;
  }

  private static String latin1() {
    StringBuilder chars = new StringBuilder(128);
    for (char c = 0x80; c <= 0xFF; c++) {
      chars.append(c);
    }
    return chars.toString();
  }
}
