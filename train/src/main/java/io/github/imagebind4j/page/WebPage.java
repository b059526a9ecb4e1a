package io.github.imagebind4j.page;

import java.util.Base64;

/// The frame of a page, and how texts and media get into it.
///
/// Stateless and safe for use by any thread.
public final class WebPage {
  /// What ends a page that [#begin] began.
  public static final String END = "</main>\n</body>\n</html>\n";

  /// Colours are variables, so that a page's own styles fit light and dark screens, too.
  private static final String STYLE =
      """
      :root { --text: #1c1e21; --soft: #5a616a; --back: #fff; --card: #f5f6f8; --line: #d9dce1;
        --good: #1f6feb; --bad: #d1570d; --good-soft: rgba(31,111,235,.14); --warm: 209,87,13; --cool: 31,111,235; }
      @media (prefers-color-scheme: dark) {
        :root { --text: #e6e8eb; --soft: #9aa2ac; --back: #14171b; --card: #1d2126; --line: #353b43;
          --good: #62a0ff; --bad: #ff9a52; --good-soft: rgba(98,160,255,.18); --warm: 255,154,82; --cool: 98,160,255; }
      }
      * { box-sizing: border-box; }
      body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: var(--text); background: var(--back); }
      main { max-width: 1180px; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
      h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
      h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; border-top: 1px solid var(--line); padding-top: 1.25rem; }
      p.note, .soft { color: var(--soft); }
      a { color: var(--good); }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; margin: .5rem 0; }
      th, td { padding: .35rem .7rem; text-align: right; font-variant-numeric: tabular-nums; border-bottom: 1px solid var(--line); }
      th { font-weight: 500; color: var(--soft); }
      th:first-child, td:first-child { text-align: left; }
      caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
      .tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: .5rem 0 1rem; }
      .tile { background: var(--card); border-radius: 8px; padding: .6rem 1rem; }
      .tile b { font-size: 1.3rem; display: block; font-variant-numeric: tabular-nums; }
      .heat { border-collapse: separate; border-spacing: 2px; }
      .heat th, .heat td { border: 0; }
      .heat td { border-radius: 4px; }
      .heat th[scope=col] { vertical-align: bottom; max-width: 9rem; overflow-wrap: anywhere; }
      .heat th[scope=row] { max-width: 16rem; overflow-wrap: anywhere; }
      .heat td.best { outline: 2px solid var(--text); font-weight: 600; }
      """;

  private WebPage() {}

  /// The beginning of a page, up to where its content starts.
  ///
  /// @param title the page's name, any text
  /// @param style the page's own CSS, added to the shared one
  /// @return HTML
  public static String begin(String title, String style) {
    return begin(title, style, "");
  }

  /// The beginning of a page that has more in its head, such as a content security policy.
  ///
  /// @param title the page's name, any text
  /// @param style the page's own CSS, added to the shared one
  /// @param head HTML, as it is
  /// @return HTML
  public static String begin(String title, String style, String head) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    """
        + head
        + "<title>"
        + escape(title)
        + "</title>\n<style>\n"
        + STYLE
        + style
        + "</style>\n</head>\n<body>\n<main>\n";
  }

  /// A text as HTML shows it, also inside attributes. All that comes from files goes through here.
  ///
  /// @param text any text
  /// @return the same without characters that mean something in HTML
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' ? ' ' : c);
      }
    }
    return safe.toString();
  }

  /// A file as a part of the page.
  ///
  /// @param type its media type, e.g. `image/png`
  /// @param bytes the file
  /// @return a data URI, for `src` attributes
  public static String data(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
