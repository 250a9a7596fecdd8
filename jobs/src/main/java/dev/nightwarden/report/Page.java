package dev.nightwarden.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report as one HTML file that needs nothing else: tables and words as markup, which any browser
 * shows, and the data with the scripts that make them searchable and draw the charts.
 *
 * <p>Its content security policy lets run the two scripts that stand in it, known by their hashes,
 * and nothing else; nothing is loaded or sent.
 */
public final class Page {
  private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js";
  private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z]+)}}");

  private Page() {}

  /**
   * Writes the page of a report; the writer stays open.
   *
   * @param report already within {@link Bounds}
   */
  static void write(Report report, Writer out) throws IOException {
    String template = resource("page.html");
    PageText text = new PageText(report);
    int written = 0;
    Matcher slot = SLOT.matcher(template);
    while (slot.find()) {
      out.append(template, written, slot.start());
      switch (slot.group(1)) {
        case "data" -> ReportJson.write(report, out);
        case "style" -> out.write(resource("page.css"));
        case "library" -> out.write(resource(D3));
        case "script" -> out.write(resource("page.js"));
        case "policy" -> out.write(policy());
        default -> out.write(text.of(slot.group(1)));
      }
      written = slot.end();
    }
    out.append(template, written, template.length());
  }

  /** Text with nothing of it run, loaded, sent or based elsewhere. */
  private static String policy() {
    return "default-src 'none'; script-src %s %s; style-src %s; img-src data:; base-uri 'none';"
            .formatted(hash(resource(D3)), hash(resource("page.js")), hash(resource("page.css")))
        + " form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  }

  private static String hash(String content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the application jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the application jar cannot be read", e);
    }
  }
}
