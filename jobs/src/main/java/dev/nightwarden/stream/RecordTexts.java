package dev.nightwarden.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.ingest.RawRecords;
import dev.nightwarden.ingest.SourceFile;
import dev.nightwarden.value.Sha256;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Makes texts of a stream into raw records.
 *
 * @param isJson else they are syslog
 * @param timeZone of syslog times without one
 */
record RecordTexts(boolean isJson, String timeZone) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * The raw record of one that was landed.
   *
   * @param landed a row of {@link RawRecords#SCHEMA}: a line that {@link Arrival} wrote
   * @param hasId whether records have ids of their own
   * @param isByRecord whether equal records are one
   */
  Row arrived(Row landed, boolean hasId, boolean isByRecord) {
    if (!RawRecords.isRecord(landed)) {
      return landed;
    }
    SourceFile file = new SourceFile(landed.getString(1), 0, landed.getLong(2));
    String line = landed.getString(3);
    try {
      Arrival arrival = Arrival.of(line);
      if (arrival.refused() != null) {
        return RawRecords.refused(file, arrival.text(), arrival.refused());
      }
      String id = isByRecord ? Sha256.half(arrival.text()) : arrival.id();
      return record(file, arrival.text(), arrival.at(), arrival.from(), hasId ? null : id, null);
    } catch (UnreadableRecordException e) {
      return RawRecords.refused(file, line, e.getMessage());
    }
  }

  /**
   * A raw record.
   *
   * @param at when it came
   * @param from who sent it: the host of a syslog message that names none
   * @param id null where the record has its own
   * @param micros its time, where the record does not have it; else null
   */
  Row record(SourceFile file, String text, Instant at, String from, String id, Long micros) {
    if (isJson) {
      return RawRecords.record(file, text, null, id, micros);
    }
    try {
      Map<String, Object> message = Syslog.read(text, at, from, ZoneId.of(timeZone));
      return RawRecords.record(file, text, MAPPER.writeValueAsString(message), id, micros);
    } catch (UnreadableRecordException e) {
      return RawRecords.refused(file, text, e.getMessage());
    } catch (JsonProcessingException e) {
      return RawRecords.refused(file, text, "not a syslog message that can be written as JSON");
    }
  }
}
