package dev.nightwarden.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.ingest.Ingest;
import dev.nightwarden.ingest.IngestResult;
import dev.nightwarden.ingest.Landing;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a port to messages. */
class TcpIngestTest {
  @TempDir Path folder;
  private Warehouse warehouse;
  private final Instant now = Instant.now();

  @BeforeEach
  void makeWarehouse() {
    warehouse = new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  @Test
  void whatIsSentAgainIsKnownByItsIdAndWhatCannotBeAMessageIsAReject() throws Exception {
    Tcp tcp = Given.tcp("{type: tcp, port: 0, time: t, id: n, ack: true, max_bytes: 100}");
    assertEquals("", counts(ingest(tcp)));

    send(tcp, json("1"), json("2"));
    assertEquals("1 files, 2 messages, 2 records", counts(ingest(tcp)));
    send(
        tcp,
        json("2"),
        json("3"),
        "{\"t\":\"%s\"}".formatted(now),
        "{\"n\":4}",
        "{\"n\":5,\"t\":\"2999-01-01T00:00:00Z\"}",
        "nonsense",
        "{\"n\":\"%s\"}".formatted("x".repeat(200)));

    assertEquals("1 files, 1 known, 1 messages, 7 records, 5 rejects", counts(ingest(tcp)));
    assertEquals("", counts(ingest(tcp)));
    assertEquals(List.of("1", "2", "3"), column(Table.MESSAGES, "message_id"));
    assertEquals(
        List.of(
            "208 bytes, longer than max_bytes",
            "no id at path \"n\"",
            "no time at path \"t\"",
            "time \"2999-01-01T00:00:00Z\" lies in the future, by more than max_future allows"),
        column(Table.REJECTS, "reason").stream()
            .filter(reason -> reason.matches("(208|no |time).*"))
            .toList());
  }

  @Test
  void syslogThatIsEqualIsTwoByItsArrivalAndOneByItsText() throws Exception {
    String line = "<38>1 %s web1 sshd 8 - [a@1 b=\"c\"] hi".formatted(now);
    Tcp byArrival = Given.tcp("{type: tcp, port: 0, format: syslog}");
    send(byArrival, line, line, "GET / HTTP/1.1");
    send(byArrival, line);
    assertEquals("2 files, 3 messages, 4 records, 1 rejects", counts(ingest(byArrival)));
    assertEquals(
        List.of("web1 sshd 8 c hi", "web1 sshd 8 c hi", "web1 sshd 8 c hi"),
        column(
            Table.MESSAGES,
            "concat_ws(' ', data:host::string, data:app::string, data:procid::string,"
                + " data:data.`a@1`.b::string, data:message::string)"));

    warehouse = new Warehouse(SharedSpark.session(), folder.resolve("other").toString());
    Tcp byText = Given.tcp("{type: tcp, port: 0, format: syslog, id_from: record}");
    send(byText, line, line);
    assertEquals("1 files, 1 known, 1 messages, 2 records", counts(ingest(byText)));
  }

  private String json(String number) {
    return "{\"n\":%s,\"t\":\"%s\"}".formatted(number, now);
  }

  private void send(Tcp tcp, String... lines) throws Exception {
    Landing landing = new Landing("t", now, warehouse);
    try (Receiver receiver =
        Receiver.open("t", tcp, landing.folder(), landing.hadoop(), Clock.systemUTC())) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
        socket.getOutputStream().write((String.join("\n", lines) + "\n").getBytes(UTF_8));
      }
    }
  }

  private IngestResult ingest(Tcp tcp) {
    return new Ingest(warehouse, Map.of("t", tcp), Map.of(), now).run(dates -> {});
  }

  private static String counts(IngestResult result) {
    return result.counts().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private List<String> column(Table table, String column) {
    return warehouse
        .read(table)
        .selectExpr("CAST(%s AS string)".formatted(column))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
