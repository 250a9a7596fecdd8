package dev.nightwarden.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The same messages at each beat: to see that everything runs. */
@TypeName(value = "heartbeat", doc = "The same messages at each beat: to see that everything runs.")
public record Heartbeat(
    @Key(
            doc =
                "The messages of one beat, each a mapping. Default: George, Ben and Susan, each with"
                    + " a greeting.")
        List<Map<String, Object>> messages,
    @Key(
            doc = "How many beats a run gives: the last ones up to now.",
            fallback = "1",
            min = 1,
            max = 100000)
        int beats,
    @Key(doc = "Seconds from one beat to the next.", fallback = "5", min = 1, max = 86400)
        int interval)
    implements Transport, Checked {
  private static final List<Map<String, Object>> DEFAULT =
      List.of(
          Map.of("name", "George", "greeting", "hello"),
          Map.of("name", "Ben", "greeting", "howdy"),
          Map.of("name", "Susan", "greeting", "What's up?"));

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Copies the messages; without any, the default one. */
  public Heartbeat {
    messages = messages == null || messages.isEmpty() ? DEFAULT : List.copyOf(messages);
  }

  @Override
  public void check() {
    texts(messages);
  }

  @Override
  public RecordSettings record() {
    return RecordSettings.asGiven();
  }

  @Override
  public RawRecords read(Reading reading) {
    List<String> texts = texts(messages);
    long last = Math.floorDiv(reading.now().getEpochSecond(), interval);
    List<Row> rows = new ArrayList<>();
    for (long beat = last - beats + 1; beat <= last; beat++) {
      for (int i = 0; i < texts.size(); i++) {
        String id = "beat-%d-%d".formatted(beat * interval, i + 1);
        rows.add(RawRecords.record(texts.get(i), id, beat * interval * 1_000_000L));
      }
    }
    return new RawRecords(reading.spark().createDataFrame(rows, RawRecords.SCHEMA), List.of());
  }

  private static List<String> texts(List<Map<String, Object>> messages) {
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> message : messages) {
      try {
        texts.add(MAPPER.writeValueAsString(message));
      } catch (JsonProcessingException none) {
        throw new IllegalKeyException("messages", "has an entry that is no plain mapping");
      }
    }
    return texts;
  }
}
