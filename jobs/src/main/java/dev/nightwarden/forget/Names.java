package dev.nightwarden.forget;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.nightwarden.ingest.Admission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of who is to be forgotten, as texts write them. */
final class Names implements Admission.Words {
  private static final long serialVersionUID = 1L;

  private final Set<String> names;

  /** By how it is written, what stands in its place; the longest first. */
  private final Map<String, String> forms = new LinkedHashMap<>();

  Names(Collection<String> names, NameHash hash) {
    this.names = new LinkedHashSet<>(names);
    List<String> longestFirst = new ArrayList<>(this.names);
    longestFirst.sort((a, b) -> b.length() - a.length());
    for (String name : longestFirst) {
      String instead = NameHash.inPlaceOf(hash.of(name));
      String json = json(name);
      for (String form : List.of(name, json, json(json), html(name), page(name))) {
        forms.putIfAbsent(form, instead);
      }
    }
  }

  /** As it stands between the quotes of a JSON text. */
  static String json(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** As the report's page has it. */
  private static String page(String text) {
    return html(text).replace("'", "&#39;");
  }

  /** Whether this is one of them, whole. */
  boolean are(String actor) {
    return names.contains(actor);
  }

  @Override
  public boolean mentions(String text) {
    for (String form : forms.keySet()) {
      if (next(text, form, 0) >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String without(String text) {
    if (text == null) {
      return null;
    }
    String left = text;
    for (Map.Entry<String, String> form : forms.entrySet()) {
      left = replaced(left, form.getKey(), form.getValue());
    }
    return left;
  }

  private static String replaced(String text, String form, String instead) {
    int at = next(text, form, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder left = new StringBuilder();
    int from = 0;
    for (; at >= 0; at = next(text, form, from)) {
      left.append(text, from, at).append(instead);
      from = at + form.length();
    }
    return left.append(text, from, text.length()).toString();
  }

  private static int next(String text, String form, int from) {
    for (int at = text.indexOf(form, from); at >= 0; at = text.indexOf(form, at + 1)) {
      if (NameBounds.begins(text, at) && NameBounds.ends(text, at + form.length())) {
        return at;
      }
    }
    return -1;
  }
}
