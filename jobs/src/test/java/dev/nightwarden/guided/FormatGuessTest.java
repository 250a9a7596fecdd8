package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.ingest.Glance;
import dev.nightwarden.ingest.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatGuessTest {
  private static final String SSHD =
      """
      May  8 06:00:01 bastion sshd[801]: Server listening on 0.0.0.0 port 22.
      May  8 07:22:09 bastion sshd[1228]: Accepted publickey for deploy from 192.0.2.10 port 41582 ssh2: RSA SHA256:x
      """;

  @TempDir Path folder;

  private Optional<LogFormat> guess(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("log"), text);
    return FormatGuess.of(
        new Glance(new Configuration())
            .head(new SourceFile(file.toString(), Files.size(file), 1_700_000_000_000L)));
  }

  private Map<String, Object> keys(String text) throws IOException {
    return new LinkedHashMap<>(guess(text).orElseThrow().keys());
  }

  @Test
  void objectsOnLinesAreJsonAndSoIsOneAmongBrokenLinesNot() throws IOException {
    assertEquals(Map.of("format", "json"), keys("{\"a\": 1}\n{\"a\": 2}\n"));
    assertEquals(Map.of("format", "json"), keys("{\"a\": 1}\n{\"a\": 2}\nbroken\n"));
    assertEquals(Optional.empty(), guess("{\"a\": 1}\nbroken\nbroken\nbroken\n"));
  }

  @Test
  void anArrayOfRecordsInADocumentIsNamedByItsPath() throws IOException {
    assertEquals(
        Map.of("format", "json", "records", "Records"),
        keys("{\"Records\": [{\"a\": {\"b\": [{}]}}, {\"a\": 2}]}"));
    assertEquals(
        Map.of("format", "json", "records", "hits.hits"),
        keys(
            "{\"took\": 3, \"shards\": [1, 2], \"hits\": {\"total\": 2, \"hits\":\n[{\"who\": \"ada\"}, {\"who\": \"ben\"}, {\"who\": \"cleo\"}]}}"));
    assertEquals(
        Map.of("format", "json", "records", "sightings"),
        keys(
            "{\"x\": 1, \"sightings\": [{\"who\": \"ada\"}, {\"who\": \"ben\"}, {\"who\": \"c\"}]\n}"));
  }

  @Test
  void aDocumentThatIsARecordHasNoArrayOfThem() throws IOException {
    assertEquals(
        Map.of("format", "json", "document", true),
        keys(
            """
            {
              "user": "ada", "time": "2025-03-01T10:00:00Z", "what": "opened the door of the cellar",
              "resources": [{"a": 1}]
            }
            """));
    assertEquals(Map.of("format", "json", "document", true), keys("[{\"a\": 1},\n {\"a\": 2}]"));
  }

  @Test
  void aTableHasTheDelimiterThatGivesMostColumnsOnEveryLine() throws IOException {
    assertEquals(
        Map.of("format", "csv", "delimiter", ";"),
        keys(
            "when;who;what\n2025-03-01 10:00:00;ada;a, b and c\n2025-03-01 10:01:00;ben;\"x;y\"\n"));
    assertEquals(Map.of("format", "csv", "delimiter", "\t"), keys("who\twhat\na\tb\nc\td\n"));
    assertEquals(
        Map.of("format", "csv", "delimiter", "|"), keys("sep=|\r\nwho|what\r\na|b\r\nc|d\r\n"));
    assertEquals(
        Map.of("format", "csv", "delimiter", ",", "comment", "#"),
        keys("# made by x\nwho,what\na,b\n"));
  }

  @Test
  void columnsThatNothingNamesAreCalledByWhatIsInThem() throws IOException {
    assertEquals(
        Map.of(
            "format",
            "csv",
            "delimiter",
            ",",
            "columns",
            List.of("time", "column2", "address", "column4")),
        keys("2025-03-01T10:00:00Z,ada,192.0.2.1,7\n2025-03-01T10:00:09Z,ben,2001:db8::1,8\n"));
  }

  @Test
  void proseIsNoTable() throws IOException {
    String prose =
        """
        # Readme

        This, that, and the other.
        Nothing here.
        One, two.
        A line, more, or less, yes.
        """;
    assertEquals(Optional.empty(), guess(prose));
    assertEquals(Optional.empty(), guess(""));
  }

  @Test
  void zeekNamesItsColumnsInAComment() throws IOException {
    assertEquals(
        Map.of(
            "format",
            "csv",
            "delimiter",
            "\t",
            "quote",
            "",
            "comment",
            "#",
            "header_comment",
            "#fields"),
        keys(
            "#separator \\x09\n#unset_field\t-\n#fields\tts\tuid\n#types\ttime\tstring\n1379288667.7\tC1\n"));
  }

  @Test
  void linesOfSshdAreTakenApartByItsPatternInEitherStamp() throws IOException {
    LogFormat old = guess(SSHD).orElseThrow();
    LogFormat newer =
        guess(
                "2025-05-08T07:22:09.123456+00:00 bastion sshd-session[12]: Failed password for invalid"
                    + " user x from 192.0.2.9 port 22 ssh2\n")
            .orElseThrow();

    assertEquals("regex", old.keys().get("format"));
    assertEquals(old, newer);
    assertEquals("time", old.time());
    assertEquals("invalid", old.unless());
    assertEquals("syslog", old.keys().get("time_format"));
  }

  @Test
  void accessLogsAndOtherSyslogAreKnown() throws IOException {
    String access =
        """
        192.0.2.1 - ada [10/Oct/2000:13:55:36 -0700] "GET /a, b HTTP/1.0" 200 23 "-" "curl"
        192.0.2.1 - - [10/Oct/2000:13:55:37 -0700] "GET /c HTTP/1.0" 404 -
        """;
    assertEquals("a web server's access log", guess(access).orElseThrow().words());
    assertEquals(
        "syslog",
        guess("May  8 06:25:01 bastion CRON[1008]: session opened\n").orElseThrow().words());
  }

  @Test
  void whatIsNoTextIsLeftOut() throws IOException {
    assertEquals(Optional.empty(), guess("PK\u0003\u0004\u0000\u0001\u0002 and more"));
  }
}
