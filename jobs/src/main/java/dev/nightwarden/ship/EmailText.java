package dev.nightwarden.ship;

import java.util.ArrayList;
import java.util.List;

/** A mail of events: its subject, and the same told as plain text and as HTML. */
record EmailText(String subject, String plain, String html) {
  /** Code points of a subject. */
  private static final int MAX_SUBJECT = 200;

  /** Characters of either body; what is beyond it is left out, event by event. */
  static final int MAX_BODY = 500_000;

  static EmailText of(Digest digest, Link link) {
    String title = EventWords.title(digest);
    Body body = new Body(title);
    if (digest.alert() == null) {
      body.line(EventWords.when(digest) + ", " + EventWords.strength(digest.events()));
    } else {
      body.line(EventWords.weight(digest));
      body.line(EventWords.reason(digest.alert()));
    }
    long left = digest.more();
    for (int i = 0; i < digest.events().size(); i++) {
      Event event = digest.events().get(i);
      if (body.isFull()) {
        left += digest.events().size() - i;
        break;
      }
      body.item(
          "%s, %s, %s"
              .formatted(
                  EventWords.time(event),
                  EventWords.profile(event),
                  EventWords.strength(event.score(), event.severity())),
          EventWords.reasons(event));
    }
    if (left > 0) {
      body.line("and %d more".formatted(left));
    }
    body.line("To look closer:");
    link.of(digest.events().get(0)).ifPresent(body::link);
    body.code(EventWords.explain(digest.events().get(0)));
    if (digest.alert() != null) {
      body.line("It was fine:");
      body.code(EventWords.verdict(digest.alert()));
    }
    return body.mail();
  }

  static EmailText of(Rest rest, Link link) {
    Body body = new Body(EventWords.title(rest));
    body.line("They are not told of one by one: a run sends so many messages and no more.");
    for (Digest digest : rest.first()) {
      body.item(
          EventWords.actor(digest.actor()) + " " + EventWords.restLine(digest),
          List.of(EventWords.explain(digest.events().get(0))));
      link.of(digest.events().get(0)).ifPresent(body::link);
    }
    if (!EventWords.restTail(rest).isEmpty()) {
      body.line(EventWords.restTail(rest));
    }
    return body.mail();
  }

  /** Both bodies in the making. */
  private static final class Body {
    private final String title;
    private final List<String> plain = new ArrayList<>();
    private final StringBuilder html = new StringBuilder();

    Body(String title) {
      this.title = title;
      plain.add(Defanged.hosts(title));
      plain.add("");
      html.append("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head>")
          .append("<body style=\"font-family:sans-serif\">\n<h2>")
          .append(escaped(title))
          .append("</h2>\n");
    }

    boolean isFull() {
      return html.length() > MAX_BODY;
    }

    void line(String text) {
      plain.add(Defanged.hosts(text));
      html.append("<p>").append(escaped(text)).append("</p>\n");
    }

    void code(String text) {
      plain.add("  " + text);
      html.append("<pre>").append(escaped(text)).append("</pre>\n");
    }

    /** An address that is one: not of the logs, but of the config. */
    void link(String to) {
      String shown = to.replace("&", "&amp;").replace("'", "&#39;");
      plain.add("  " + to);
      html.append("<p><a href=\"%1$s\">%1$s</a></p>\n".formatted(shown));
    }

    void item(String head, List<String> lines) {
      plain.add(Defanged.hosts(head));
      html.append("<p><b>").append(escaped(head)).append("</b></p>\n<ul>\n");
      for (String text : lines) {
        plain.add("  - " + Defanged.hosts(text));
        html.append("<li>").append(escaped(text)).append("</li>\n");
      }
      plain.add("");
      html.append("</ul>\n");
    }

    EmailText mail() {
      html.append("</body></html>\n");
      return new EmailText(
          EscapedText.text(title, MAX_SUBJECT), String.join("\n", plain) + "\n", html.toString());
    }
  }

  /** Text from outside in HTML, with nothing in it that a mail program makes a link of. */
  static String escaped(String text) {
    return Defanged.hosts(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
