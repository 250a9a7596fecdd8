package dev.nightwarden.ship;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes documents to one index, in batches bounded by bytes. */
final class SearchBulk {
  /** Characters of a batch; one document may be longer. Some services take no more than 10 MB. */
  static final int MAX_BATCH = 4 << 20;

  private static final int MAX_DOCUMENTS = 2_000;
  private static final int ATTEMPTS = 6;
  private static final int TOO_MANY = 429;

  private final SearchClient client;
  private final String index;
  private final List<Entry> batch = new ArrayList<>();
  private long length;
  private long count;

  SearchBulk(SearchClient client, String index) {
    this.client = client;
    this.index = index;
  }

  /** A document, with the line before it. */
  private record Entry(String id, String lines) {}

  String index() {
    return index;
  }

  void add(String id, ObjectNode document) throws IOException, InterruptedException {
    ObjectNode action = JsonNodeFactory.instance.objectNode();
    action.putObject("index").put("_id", id);
    Entry entry = new Entry(id, action + "\n" + document + "\n");
    if (length + entry.lines().length() > MAX_BATCH || batch.size() == MAX_DOCUMENTS) {
      send();
    }
    batch.add(entry);
    length += entry.lines().length();
    count++;
  }

  /** Writes what is left, and makes sure that all documents are there. */
  void finish() throws IOException, InterruptedException {
    send();
    client.postAgain("/" + index + "/_refresh", "application/json", "");
    JsonNode answer = client.get("/" + index + "/_count");
    long there = answer == null ? 0 : answer.path("count").asLong();
    if (there != count) {
      throw new IOException(
          "OpenSearch at %s holds %s in %s of %d that were written: run again"
              .formatted(client.shown(), Amount.of(there, "document"), index, count));
    }
  }

  private void send() throws IOException, InterruptedException {
    List<Entry> left = List.copyOf(batch);
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      List<Entry> busy = refused(left);
      if (!busy.isEmpty()) {
        if (attempt == ATTEMPTS) {
          throw new IOException(
              "OpenSearch at %s is too busy for %s: run again later"
                  .formatted(client.shown(), Amount.of(busy.size(), "document")));
        }
        client.waiting().pause(Duration.ofSeconds(1L << attempt));
      }
      left = busy;
    }
    batch.clear();
    length = 0;
  }

  /** Sends documents; gives those that it was too busy for. */
  private List<Entry> refused(List<Entry> entries) throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder();
    entries.forEach(entry -> body.append(entry.lines()));
    JsonNode answer =
        client.postAgain("/" + index + "/_bulk", "application/x-ndjson", body.toString());
    JsonNode items = answer.path("items");
    if (items.size() != entries.size()) {
      throw new IOException(
          "OpenSearch at %s answers for %d of %s: is url right?"
              .formatted(client.shown(), items.size(), Amount.of(entries.size(), "document")));
    }
    List<Entry> busy = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      JsonNode item = items.get(i).path("index");
      String words = SearchClient.words(item.path("error"));
      int status = item.path("status").asInt();
      if (status == TOO_MANY && !words.startsWith("cluster_block_exception")) {
        busy.add(entries.get(i));
      } else if (status < 200 || status >= 300) {
        throw new IOException(refusal(entries.get(i).id(), status, words));
      }
    }
    return busy;
  }

  private String refusal(String id, int status, String words) {
    String advice =
        words.startsWith("cluster_block_exception")
            ? "it is read-only; when there is space on its disks again, remove the block"
            : "does a template of yours give the index other fields?";
    return "OpenSearch at %s refuses the document %s (status %d, %s): %s"
        .formatted(
            client.shown(),
            EscapedText.text(id, 64),
            status,
            words.isEmpty() ? "no word" : words,
            advice);
  }
}
