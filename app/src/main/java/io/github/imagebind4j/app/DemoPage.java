package io.github.imagebind4j.app;

import io.github.imagebind4j.app.DemoTable.Entry;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.page.WebPage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What `demo` found out as a web page that shows, plays and compares, and needs nothing but
/// itself.
final class DemoPage {
  private static final int MOST_FOUND = 3;

  private static final List<Modality> SENSES =
      List.of(
          Modality.VISION,
          Modality.AUDIO,
          Modality.DEPTH,
          Modality.THERMAL,
          Modality.IMU,
          Modality.TEXT);

  private static final String STYLE =
      """
      header { padding: 1.5rem 0 .5rem; }
      h1 { font-size: clamp(1.7rem, 5vw, 2.6rem); line-height: 1.15; letter-spacing: -.02em; margin-bottom: .6rem; }
      header p { max-width: 46rem; font-size: 1.05rem; margin: .4rem 0; }
      h2 { font-size: 1.35rem; letter-spacing: -.01em; }
      h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
      .tile { flex: 1 1 9.5rem; font-size: .9rem; text-decoration: none; color: inherit; border: 1px solid transparent; }
      .tile:hover, .tile:focus { border-color: var(--good); }
      .tile b small { font-weight: 400; font-size: .95rem; color: var(--soft); }
      .meter { display: flex; gap: 2px; margin: .35rem 0 .15rem; }
      .meter i { flex: 1; height: .4rem; border-radius: 2px; background: var(--line); }
      .meter i.yes { background: var(--good); }
      .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(138px, 1fr)); gap: .75rem; }
      .gallery.wide { grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); }
      figure { margin: 0; background: var(--card); border: 2px solid transparent; border-radius: 10px; overflow: hidden; display: flex; flex-direction: column; }
      figure img { display: block; width: 100%; height: 120px; object-fit: contain; background: #fff; }
      figure.audio img { height: 84px; object-fit: fill; background: #000; }
      figure.depth img, figure.thermal img { object-fit: cover; background: #000; }
      figure svg { display: block; width: 100%; height: auto; }
      figcaption { padding: .45rem .65rem .6rem; font-size: .85rem; line-height: 1.35; }
      figcaption small { display: block; color: var(--soft); font-size: .75rem; }
      audio { width: 100%; height: 34px; }
      figure.hit { border-color: var(--good); }
      figure.miss { border-color: var(--bad); }
      .heat { font-size: .9rem; }
      .heat .row { display: flex; align-items: center; gap: .6rem; color: var(--text); min-width: 13rem; line-height: 1.25; overflow-wrap: normal; }
      .heat .verdict { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); }
      .heat th img { width: 52px; height: 44px; object-fit: contain; background: #fff; border-radius: 4px; flex: none; }
      .heat th .audio img { object-fit: fill; width: 74px; }
      .heat th .depth img, .heat th .thermal img { object-fit: cover; }
      .heat th svg { width: 74px; height: 48px; flex: none; }
      .heat th[scope=col] { text-align: center; font-size: .8rem; line-height: 1.2; overflow-wrap: normal; }
      .heat th[scope=col] img { display: block; margin: 0 auto .2rem; }
      .heat td { text-align: center; min-width: 3.2rem; }
      .yes-mark { color: var(--good); font-weight: 700; } .no-mark { color: var(--bad); font-weight: 700; }
      .search { display: grid; grid-template-columns: minmax(160px, 1fr) auto 3fr; gap: .9rem; align-items: center; margin: .75rem 0 1.25rem; }
      .search .arrow { font-size: 1.6rem; color: var(--soft); }
      .search .parts, .search .found { display: grid; gap: .75rem; }
      .search .found { grid-template-columns: repeat(3, 1fr); }
      @media (max-width: 760px) {
        .search { grid-template-columns: 1fr; } .search .arrow { transform: rotate(90deg); justify-self: center; }
        .search .found { grid-template-columns: 1fr; } figure img { height: 140px; } figure.audio img { height: 84px; }
      }
      .credits td, .credits th { text-align: left; vertical-align: top; font-size: .82rem; }
      .credits td { min-width: 6rem; }
      details { margin: 1rem 0; } summary { cursor: pointer; font-weight: 600; }
      pre { white-space: pre-wrap; background: var(--card); padding: .8rem 1rem; border-radius: 8px; font-size: .82rem; overflow-wrap: anywhere; }
      """;

  private final StringBuilder page = new StringBuilder();
  private final DemoMedia media = new DemoMedia();
  private final DemoResult result;

  private DemoPage(DemoResult result) {
    this.result = result;
  }

  /// Renders the page, about 6 MB.
  static String render(DemoResult result) {
    DemoPage page = new DemoPage(result);
    page.page.append(WebPage.begin("ImageBind4J: six senses in one space", STYLE));
    page.head();
    page.samples();
    page.line("<h2 id=\"tables\">Everything against everything</h2>");
    page.line(
        "<p class=\"note\">Each number is a cosine: how alike a row and a column are to the model, 1 at"
            + " most. Colours span each table's own range. The best of each row is framed; what the"
            + " samples are of is known, so a tick says that the best is right, a cross that the model"
            + " is wrong.</p>");
    for (int i = 0; i < result.tables().size(); i++) {
      page.table(result.tables().get(i), i);
    }
    page.searches();
    page.credits();
    return page.page.append(WebPage.END).toString();
  }

  private void line(String html) {
    page.append(html).append('\n');
  }

  private void head() {
    line("<header>\n<h1>Six senses, one space</h1>");
    line(
        String.format(
            Locale.ROOT,
            "<p>Pictures, sounds, depth maps, thermal images, motion recordings and sentences: %d samples"
                + " went through the model <b>%s</b> (%s) in %.1f seconds. Each became %d numbers, a"
                + " direction in one common space. Below are nothing but angles between them: no labels,"
                + " no tags, no file names.</p>",
            result.entries().size(),
            WebPage.escape(result.model()),
            WebPage.escape(result.fingerprint()),
            result.seconds(),
            result.dimensions()));
    if (result.model().equals(EmbeddedModel.NAME)) {
      line(
          "<p class=\"soft\">mini was not trained on these samples: the sounds, thermal images and motion"
              + " recordings are of the part of the data that is kept for tests, the photographs come from"
              + " elsewhere, and it has seen nothing of the rendered scenes. They are few, so a row more or less is no measure of a model. The searches below were chosen"
              + " because it gets them right; the tables show all.</p>");
    }
    line("</header>");
    line("<div class=\"tiles\">");
    for (int i = 0; i < result.tables().size(); i++) {
      DemoTable table = result.tables().get(i);
      page.append("<a class=\"tile\" href=\"#table-").append(i).append("\"><span class=\"soft\">");
      page.append(names(table)).append("</span><b>").append(table.right());
      page.append(" <small>of ").append(table.rows().size()).append(" right</small></b>");
      page.append("<span class=\"meter\" aria-hidden=\"true\">");
      for (int r = 0; r < table.rows().size(); r++) {
        page.append(r < table.right() ? "<i class=\"yes\"></i>" : "<i></i>");
      }
      line("</span><span class=\"soft\">guessing: " + guess(table) + "</span></a>");
    }
    line("</div>");
  }

  private static String names(DemoTable table) {
    return table.title().replace(" x ", " → ");
  }

  private static String guess(DemoTable table) {
    return String.format(Locale.ROOT, "%.1f", table.chance()).replaceFirst("\\.0$", "")
        + " of "
        + table.rows().size();
  }

  private void samples() {
    line("<h2 id=\"samples\">The samples</h2>");
    for (Modality sense : SENSES) {
      List<Entry> of = result.entries().stream().filter(e -> e.sample().is(sense)).toList();
      if (of.isEmpty()) {
        continue;
      }
      line("<h3 id=\"sense-" + sense + "\">" + heading(sense) + "</h3>");
      if (sense.equals(Modality.TEXT)) {
        page.append("<p>");
        of.forEach(entry -> page.append(media.picture(entry.sample())).append(' '));
        line("</p>");
        continue;
      }
      boolean wide = sense.equals(Modality.AUDIO) || sense.equals(Modality.IMU);
      line("<div class=\"gallery " + sense + (wide ? " wide" : "") + "\">");
      of.forEach(entry -> figure("", entry.sample(), ""));
      line("</div>");
    }
  }

  private static String heading(Modality sense) {
    return switch (sense.name()) {
      case "vision" -> "Pictures";
      case "audio" -> "Sounds";
      case "depth" -> "Depth maps <span class=\"soft\">(near is bright)</span>";
      case "thermal" -> "Thermal images <span class=\"soft\">(warm is bright)</span>";
      case "imu" ->
          "Motion recordings <span class=\"soft\">(a phone in the pocket; above acceleration, below"
              + " turning)</span>";
      default -> "Sentences";
    };
  }

  private void figure(String style, DemoSample sample, String more) {
    page.append("<figure class=\"").append(sample.sense()).append(' ').append(style).append("\">");
    page.append(media.picture(sample)).append(media.player(sample));
    page.append("<figcaption>").append(WebPage.escape(sample.caption()));
    if (!more.isEmpty()) {
      page.append("<small>").append(more).append("</small>");
    }
    line("</figcaption></figure>");
  }

  private void table(DemoTable table, int number) {
    line(
        String.format(
            Locale.ROOT,
            "<h3 id=\"table-%d\">%s: right in %d of %d <span class=\"soft\">(guessing: %s)</span></h3>",
            number,
            names(table),
            table.right(),
            table.rows().size(),
            guess(table)));
    line("<div class=\"scroll\"><table class=\"heat\">\n<tr><td></td>");
    for (Entry column : table.columns()) {
      DemoSample sample = column.sample();
      String picture = sample.is(Modality.VISION) ? media.picture(sample) : "";
      line("<th scope=\"col\">" + picture + WebPage.escape(sample.caption()) + "</th>");
    }
    line("</tr>");
    double least = Arrays.stream(table.cosine()).flatMapToDouble(Arrays::stream).min().orElse(0);
    double most = Arrays.stream(table.cosine()).flatMapToDouble(Arrays::stream).max().orElse(1);
    for (int r = 0; r < table.rows().size(); r++) {
      DemoSample sample = table.rows().get(r).sample();
      page.append("<tr><th scope=\"row\"><div class=\"row ").append(sample.sense()).append("\">");
      page.append(media.picture(sample)).append("<span>");
      page.append(WebPage.escape(sample.caption())).append(verdict(table, r));
      page.append("</span></div></th>");
      for (int c = 0; c < table.columns().size(); c++) {
        double value = table.cosine()[r][c];
        double strength = (value - least) / Math.max(1e-9, most - least);
        page.append(HeatCell.render(value, strength, 2, c == table.best(r)));
      }
      line("</tr>");
    }
    line("</table></div>");
  }

  private static String verdict(DemoTable table, int row) {
    String taken = table.columns().get(table.best(row)).sample().caption();
    return table.isRight(row)
        ? "<span class=\"verdict\"><span class=\"yes-mark\">✓</span> right</span>"
        : "<span class=\"verdict\"><span class=\"no-mark\">✗</span> wrong: “"
            + WebPage.escape(taken)
            + "”</span>";
  }

  private void searches() {
    line("<h2 id=\"search\">Find one sense by another</h2>");
    line(
        "<p class=\"note\">All samples of the other sense, sorted by cosine; the first three. Blue frame:"
            + " of the same kind. Orange: not.</p>");
    result.searches().forEach(this::search);
    line("<h2 id=\"sum\">Add a picture and a sound</h2>");
    line(
        "<p class=\"note\">As in the ImageBind paper: two directions of length 1, added, search the"
            + " pictures. Right if the picture itself and one of what is heard come first, in any"
            + " order.</p>");
    result.sums().forEach(this::search);
  }

  private void search(DemoSearch search) {
    String verdict =
        search.isRight()
            ? "<span class=\"yes-mark\">✓</span> right"
            : "<span class=\"no-mark\">✗</span> wrong";
    line("<h3>" + WebPage.escape(search.title()) + ": " + verdict + "</h3>");
    line("<div class=\"search\"><div class=\"parts\">");
    search.query().forEach(entry -> figure("", entry.sample(), "searched with"));
    line("</div><div class=\"arrow\" aria-hidden=\"true\">→</div><div class=\"found\">");
    for (int i = 0; i < Math.min(MOST_FOUND, search.found().size()); i++) {
      DemoSample sample = search.found().get(i).sample();
      figure(
          search.isWanted(sample) ? "hit" : "miss",
          sample,
          String.format(Locale.ROOT, "%d. cosine %.3f", i + 1, search.cosines().get(i)));
    }
    line("</div></div>");
  }

  private void credits() {
    line("<h2 id=\"credits\">Credits</h2>");
    line(
        "<p class=\"note\">The samples are of free licences. Thank you to those who made them.</p>\n"
            + "<details><summary>Every sample, its author and its licence</summary>\n"
            + "<div class=\"scroll\"><table class=\"credits\"><tr><th>sample</th><th>author</th>"
            + "<th>licence</th><th>source</th><th>changes</th><th>part of the data</th></tr>");
    for (Entry entry : result.entries()) {
      DemoSample sample = entry.sample();
      if (!sample.is(Modality.TEXT)) {
        line(
            "<tr><td>"
                + WebPage.escape(DemoSample.word(sample.sense()) + ": " + sample.caption())
                + "</td><td>"
                + WebPage.escape(sample.author())
                + "</td><td>"
                + link(DemoSamples.licenceUrl(sample.licence()), sample.licence())
                + "</td><td>"
                + link(sample.url(), sample.source())
                + "</td><td>"
                + WebPage.escape(sample.changes())
                + "</td><td>"
                + WebPage.escape(sample.split())
                + "</td></tr>");
      }
    }
    line("</table></div></details>");
    line(
        "<details><summary>Licences that ask to be printed</summary>\n<pre>"
            + WebPage.escape(DemoSamples.licences().replace("\n", "\u0085")).replace("\u0085", "\n")
            + "</pre></details>");
    line(
        "<p class=\"soft\">Made by <code>imagebind4j demo</code>. The same with files of yours:"
            + " <code>imagebind4j compare --text 'a dog' dog.jpg bark.wav --html tables.html</code></p>");
  }

  private static String link(String url, String text) {
    return "<a rel=\"noreferrer\" href=\""
        + WebPage.escape(url)
        + "\">"
        + WebPage.escape(text)
        + "</a>";
  }
}
