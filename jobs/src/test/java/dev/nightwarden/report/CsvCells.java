package dev.nightwarden.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a CSV file as RFC 4180 has them: what a spreadsheet reads, before it interprets it.
 */
final class CsvCells {
  private CsvCells() {}

  /** The rows, each ended by CR LF, of which the first names the columns. */
  static List<List<String>> read(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char character = csv.charAt(i);
      if (character == '"' && isQuoted && csv.startsWith("\"\"", i)) {
        cell.append('"');
        i++;
      } else if (character == '"') {
        isQuoted = !isQuoted;
      } else if (isQuoted || (character != ',' && !csv.startsWith("\r\n", i))) {
        cell.append(character);
      } else {
        row.add(cell.toString());
        cell.setLength(0);
        if (character == '\r') {
          i++;
          rows.add(row);
          row = new ArrayList<>();
        }
      }
    }
    return rows;
  }
}
