package dev.nightwarden.make;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the table that a pair of databases is made of. */
final class NetworkTable {
  private static final List<String> COLUMNS =
      List.of(
          "network",
          "city",
          "subdivision",
          "country_code",
          "country",
          "continent",
          "latitude",
          "longitude",
          "asn",
          "as_owner");

  private NetworkTable() {}

  /** The rows of a table, larger networks first, so that smaller ones override them. */
  static List<NetworkRow> read(List<String> lines) throws RefusedTableException {
    List<NetworkRow> networks = new ArrayList<>();
    List<String> header = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = cells(line);
      if (header == null) {
        header = cells;
        if (!header.containsAll(COLUMNS)) {
          throw new RefusedTableException(
              (i + 1) + ": columns are " + header + "; needed: " + COLUMNS);
        }
        continue;
      }
      if (cells.size() != header.size()) {
        throw new RefusedTableException(
            (i + 1) + ": " + cells.size() + " cells, not " + header.size());
      }
      Map<String, String> row = new HashMap<>();
      for (int c = 0; c < cells.size(); c++) {
        row.put(header.get(c), cells.get(c));
      }
      NetworkRow network = network(row, i + 1);
      for (NetworkRow other : networks) {
        if (other.bits() == network.bits() && other.address().equals(network.address())) {
          throw new RefusedTableException(
              (i + 1) + ": the network of line " + other.line() + " again");
        }
      }
      networks.add(network);
    }
    networks.sort(Comparator.comparingInt(NetworkRow::bits));
    return networks;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  private static NetworkRow network(Map<String, String> row, int line)
      throws RefusedTableException {
    String text = row.get("network");
    int slash = text.indexOf('/');
    boolean literal =
        text.matches("[0-9]+(\\.[0-9]+){3}/[0-9]+|" + "[0-9a-fA-F:]*:[0-9a-fA-F:.]*/[0-9]+");
    try {
      if (!literal) {
        throw new IOException();
      }
      byte[] bytes = InetAddress.getByName(text.substring(0, slash)).getAddress();
      BigInteger address = new BigInteger(1, bytes);
      int size = 8 * bytes.length;
      int bits = Integer.parseInt(text.substring(slash + 1));
      if (bits > size || (address.signum() != 0 && address.getLowestSetBit() < size - bits)) {
        throw new IOException();
      }
      return new NetworkRow(address, bits + 128 - size, line, row);
    } catch (IOException | NumberFormatException e) {
      throw new RefusedTableException(
          line
              + ": network is "
              + text
              + "; write it like 198.51.100.0/24, zero behind the prefix");
    }
  }
}
