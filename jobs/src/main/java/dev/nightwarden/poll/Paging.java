package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebException;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an API of JSON tells where its next page is. */
public record Paging(
    @Key(
            doc =
                "cursor: the answer has a text that asks for the next page; page: pages are"
                    + " numbered, and one without records is after the last; link: the answer has the"
                    + " next page's address.",
            required = true,
            oneOf = {Paging.CURSOR, Paging.PAGE, Paging.LINK})
        String by,
    @Key(
            doc =
                "The query parameter that takes the cursor or the page's number, such as cursor or"
                    + " page.")
        String parameter,
    @Key(
            doc =
                "Path of the next cursor or address in the answer, such as meta.next. Default: for"
                    + " link, the header Link with rel=\"next\".")
        String next,
    @Key(doc = "The number of the first page.", fallback = "1", min = 0) int first)
    implements Checked {
  static final String CURSOR = "cursor";
  static final String PAGE = "page";
  static final String LINK = "link";

  private static final Pattern HEADER = Pattern.compile("<([^>]*)>([^<]*)");
  private static final Pattern NEXT =
      Pattern.compile(
          ";\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)", Pattern.CASE_INSENSITIVE);

  @Override
  public void check() {
    boolean isLink = by.equals(LINK);
    if (parameter == null && !isLink) {
      throw new IllegalKeyException(
          "parameter", "is missing; name the query parameter that takes the " + by);
    }
    if (parameter != null && isLink) {
      throw new IllegalKeyException("parameter", "says nothing where pages are linked");
    }
    if (next == null && by.equals(CURSOR)) {
      throw new IllegalKeyException("next", "is missing; name the path of the next cursor");
    }
    if (next != null && by.equals(PAGE)) {
      throw new IllegalKeyException("next", "says nothing where pages are numbered");
    }
  }

  /** Whether pages are asked for by number. */
  boolean isNumbered() {
    return by.equals(PAGE);
  }

  /** The address of a page. */
  URI address(URI base, JsonNode position) {
    if (position == null) {
      return isNumbered() ? UriQuery.with(base, Map.of(parameter, first + "")) : base;
    }
    return by.equals(LINK)
        ? base.resolve(position.asText())
        : UriQuery.with(base, Map.of(parameter, position.asText()));
  }

  /**
   * The page after an answer; null after the last.
   *
   * @param at where the answer is from; null: the first page
   * @param records how many it has
   * @param hidden parameters that no cursor may keep
   * @throws WebException if it leads to another origin, or is no address
   */
  JsonNode after(
      String subject,
      URI asked,
      WebAnswer answer,
      JsonNode body,
      JsonNode at,
      int records,
      Map<String, String> hidden)
      throws WebException {
    if (isNumbered()) {
      int number = at == null ? first : at.intValue();
      return records == 0 ? null : IntNode.valueOf(number + 1);
    }
    JsonNode found = next == null ? null : At.path(body, next);
    String text = next == null ? linked(answer) : found == null ? "" : found.asText("");
    if (text.isEmpty()) {
      return null;
    }
    return by.equals(CURSOR)
        ? TextNode.valueOf(text)
        : TextNode.valueOf(link(subject, asked, text, hidden));
  }

  private static String link(String subject, URI asked, String text, Map<String, String> hidden)
      throws WebException {
    URI target;
    try {
      target = asked.resolve(URI.create(text));
    } catch (IllegalArgumentException none) {
      throw new WebException(
          "%s: the next page of %s is at what is no address; is paging right?"
              .formatted(subject, WebAddress.shown(asked)));
    }
    if (!WebAddress.isSameOrigin(asked, target)) {
      throw new WebException(
          "%s: the next page of %s is at %s, another origin, which is not followed; is paging right?"
              .formatted(
                  subject,
                  WebAddress.shown(asked),
                  target.getHost() == null ? "no address" : WebAddress.shown(target)));
    }
    return UriQuery.without(target, hidden.keySet()).toString();
  }

  private static String linked(WebAnswer answer) {
    for (String header : answer.headers("Link")) {
      Matcher link = HEADER.matcher(header);
      while (link.find()) {
        if (NEXT.matcher(link.group(2)).find()) {
          return link.group(1);
        }
      }
    }
    return "";
  }
}
