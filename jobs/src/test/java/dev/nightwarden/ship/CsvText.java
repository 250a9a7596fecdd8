package dev.nightwarden.ship;

import java.util.ArrayList;
import java.util.List;

/** A reader of RFC 4180, to the letter: lines end in CRLF, quotes stand only where they may. */
public final class CsvText {
  private final String text;
  private int at;

  private CsvText(String text) {
    this.text = text;
  }

  /** The records; an empty cell without quotes is null. */
  public static List<List<String>> parse(String text) {
    CsvText reader = new CsvText(text);
    List<List<String>> records = new ArrayList<>();
    while (reader.at < text.length()) {
      records.add(reader.line());
    }
    return records;
  }

  private List<String> line() {
    List<String> cells = new ArrayList<>();
    cells.add(cell());
    while (text.charAt(at) == ',') {
      at++;
      cells.add(cell());
    }
    if (!text.startsWith("\r\n", at)) {
      throw new IllegalArgumentException("no CRLF at " + at + " of " + text);
    }
    at += 2;
    return cells;
  }

  private String cell() {
    if (text.charAt(at) != '"') {
      int start = at;
      while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
        if (text.charAt(at) == '"' || text.charAt(at) == '\n') {
          throw new IllegalArgumentException("needs quotes at " + at + " of " + text);
        }
        at++;
      }
      return start == at ? null : text.substring(start, at);
    }
    StringBuilder cell = new StringBuilder();
    for (at++; ; at++) {
      if (text.charAt(at) == '"') {
        at++;
        if (text.charAt(at) != '"') {
          return cell.toString();
        }
      }
      cell.append(text.charAt(at));
    }
  }
}
