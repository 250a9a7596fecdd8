package dev.nightwarden.make;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A database in MaxMind's format: a binary tree over the bits of addresses, the data it points at,
 * and what it is.
 */
final class MmdbImage {
  /** 2026-01-01, so that the bytes do not depend on the day. */
  private static final long BUILT = 1_767_225_600L;

  private MmdbImage() {}

  private static final class Node {
    /** Left and right: a Node, the offset of data (Integer), or null. */
    final Object[] sides = new Object[2];
  }

  /**
   * The file.
   *
   * @param places whether it tells where networks are; else whose they are
   * @param type the name by which a reader knows what it tells
   */
  static byte[] database(List<NetworkRow> networks, boolean places, String type)
      throws IOException, RefusedTableException {
    Node root = new Node();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Map<String, Integer> offsets = new HashMap<>();
    for (NetworkRow network : networks) {
      Map<String, Object> known = places ? network.place() : network.owner();
      if (known.isEmpty()) {
        continue;
      }
      byte[] encoded = MmdbBytes.encode(known);
      String text = new String(encoded, StandardCharsets.ISO_8859_1);
      Integer offset = offsets.get(text);
      if (offset == null) {
        offset = data.size();
        offsets.put(text, offset);
        data.write(encoded);
      }
      insert(root, network, offset);
    }
    Map<Node, Integer> numbers = new LinkedHashMap<>();
    number(root, numbers);

    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (Node node : numbers.keySet()) {
      for (Object side : node.sides) {
        int record = numbers.size();
        if (side instanceof Node child) {
          record = numbers.get(child);
        } else if (side instanceof Integer offset) {
          record = numbers.size() + 16 + offset;
        }
        file.write(ByteBuffer.allocate(4).putInt(record).array());
      }
    }
    file.write(new byte[16]);
    data.writeTo(file);
    file.write(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
    file.write("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("binary_format_major_version", (short) 2);
    about.put("binary_format_minor_version", (short) 0);
    about.put("build_epoch", BUILT);
    about.put("database_type", type);
    about.put("description", Map.of("en", "made from a table by scripts/make-geoip"));
    about.put("ip_version", (short) 6);
    about.put("languages", List.of("en"));
    about.put("node_count", numbers.size());
    about.put("record_size", (short) 32);
    file.write(MmdbBytes.encode(about));
    return file.toByteArray();
  }

  private static void insert(Node root, NetworkRow network, Integer offset)
      throws RefusedTableException {
    if (network.bits() == 0) {
      throw new RefusedTableException(network.line() + ": a network of all addresses says nothing");
    }
    Node node = root;
    for (int bit = 0; bit < network.bits(); bit++) {
      int side = network.address().testBit(127 - bit) ? 1 : 0;
      if (bit == network.bits() - 1) {
        node.sides[side] = offset;
      } else if (node.sides[side] instanceof Node child) {
        node = child;
      } else {
        // What was known of the larger network holds for both halves.
        Node child = new Node();
        child.sides[0] = node.sides[side];
        child.sides[1] = node.sides[side];
        node.sides[side] = child;
        node = child;
      }
    }
  }

  private static void number(Node node, Map<Node, Integer> numbers) {
    numbers.put(node, numbers.size());
    for (Object side : node.sides) {
      if (side instanceof Node child) {
        number(child, numbers);
      }
    }
  }
}
