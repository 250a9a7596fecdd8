package dev.nightwarden.report;

import dev.nightwarden.value.Sha256;
import java.io.Writer;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A report as one HTML file that needs nothing else: rows and words as markup, which any browser
 * shows, and scripts that filter and sort the rows, and draw charts of the data beside them.
 *
 * <p>Its content security policy lets run the two scripts that stand in it, known by their hashes,
 * and nothing else; nothing is loaded or sent.
 *
 * @param data JSON that can stand in a {@code script} element
 */
record Page(
    PageView view, String data, String style, String library, String script, String policy) {
  private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js";
  private static final List<String> SCRIPTS =
      List.of("base", "csv", "rows", "verdicts", "time", "clusters", "features", "start");

  /**
   * Writes the page of a report; the writer stays open.
   *
   * @param report already within {@link Bounds}
   */
  static void write(Report report, Writer out) {
    String style = Templates.resource("page.css");
    String library = Templates.resource(D3);
    String script = joined();
    Page page =
        new Page(
            PageView.of(report),
            ReportJson.text(PageData.of(report)),
            style,
            library,
            script,
            policy(style, library, script));
    Templates.write("page.mustache", page, out);
  }

  /** The parts of the script in one scope, which nothing outside sees. */
  private static String joined() {
    return SCRIPTS.stream()
        .map(part -> Templates.resource("script/" + part + ".js"))
        .collect(Collectors.joining("\n", "\"use strict\";\n(() => {\n", "})();\n"));
  }

  /** Text with nothing of it run, loaded, sent or based elsewhere. */
  private static String policy(String style, String library, String script) {
    return "default-src 'none'; script-src %s %s; style-src %s; img-src data:; base-uri 'none';"
            .formatted(hash(library), hash(script), hash(style))
        + " form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  }

  private static String hash(String content) {
    return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(content)) + "'";
  }
}
