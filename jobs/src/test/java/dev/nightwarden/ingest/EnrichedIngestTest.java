package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnrichedIngestTest extends IngestFixture {
  private static final Path GEOIP = Path.of("../test-data/geoip");

  private IngestResult ingest(GeoDatabases databases, Map<String, Transport> transports) {
    return new Ingest(warehouse, transports, Map.of(), databases, NOW, false).run(announced::add);
  }

  private static Identity jo(String user) {
    return new Identity("user", "example.com", Map.of("jo", user));
  }

  @Test
  void everyFormatIsEnriched() throws IOException {
    write("a.json", "{'t':1,'user':'jo','at':{'ip':'203.0.113.161'}}".replace('\'', '"'));
    write("a.csv", "t,user,at.ip,geo.city", "2,jo,203.0.113.162,here");
    write("a.log", "3 jo 10.0.0.1");
    var frame =
        SharedSpark.session()
            .sql("SELECT 4L AS t, 'al' AS user, named_struct('ip', '2001:db8:30::1') AS at");
    frame.write().parquet(folder.resolve("logs/parquet").toString());
    frame.selectExpr("5L AS t", "user", "at").write().format("delta").save(delta());

    Map<String, Transport> transports = new LinkedHashMap<>();
    transports.put("json", enriched("a.json", "json"));
    transports.put("csv", enriched("a.csv", "csv"));
    transports.put(
        "regex",
        enriched(
            "a.log",
            "regex",
            "pattern",
            "(?<t>\\d+) (?<user>\\w+) (?<ip>\\S+)",
            "geoip",
            new Geoip("ip")));
    transports.put("parquet", enriched("parquet", "parquet"));
    transports.put("delta", enriched("delta", "delta"));
    // As with --files: the path is not here, but a file of its name was shipped.
    // It stays where it is, because every later task of the session looks for it.
    SharedSpark.session().sparkContext().addFile(GEOIP.resolve("city.mmdb").toString());

    IngestResult result =
        ingest(
            new GeoDatabases("/nowhere/city.mmdb", GEOIP.resolve("asn.mmdb").toString()),
            transports);

    assertEquals(
        "5 files, 5 messages, 4 network.found, 1 network.private, 4 place.found, 1 place.private,"
            + " 5 records, 3 user.mapped, 2 user.with_domain",
        counts(result));
    assertEquals(
        List.of(
            "csv joanna jo Lima here Miraflores Telecom SA",
            "delta al@example.com al Halifax null Chebucto Cable Inc",
            "json joanna jo Lima null Miraflores Telecom SA",
            "parquet al@example.com al Halifax null Chebucto Cable Inc",
            "regex joanna jo null null null"),
        messages(
            "transport",
            "text_at(data, 'user') AS user",
            "text_at(data, 'original.user') AS original",
            "text_at(data, 'geo.city') AS city",
            "text_at(data, 'original.geo.city') AS own_city",
            "text_at(data, 'network.owner') AS owner"));
  }

  @Test
  void whatWasCutFromAddressesIsCounted() throws IOException {
    write(
        "a.json",
        "{\"t\":1,\"at\":{\"ip\":\"203.0.113.161:51234\"}}",
        "{\"t\":2,\"at\":{\"ip\":\"203.0.113.161, 10.0.0.1\"}}",
        "{\"t\":3,\"at\":{\"ip\":\"fe80::1%eth0\"}}",
        "{\"t\":4,\"at\":{\"ip\":\"10.0.0.9\"}}",
        "{\"t\":5,\"at\":{\"ip\":\"gateway\"}}",
        "{\"t\":6,\"at\":{\"ip\":\"8.8.8.8\"}}",
        "{\"t\":7}");
    GeoDatabases databases = new GeoDatabases(GEOIP.resolve("city.mmdb").toString(), null);
    Transport logs = logs("a.json", "geoip", new Geoip("at.ip"));

    assertEquals(
        "1 address.list, 1 address.port, 1 address.zone, 1 files, 7 messages, 2 place.found,"
            + " 1 place.malformed, 1 place.none, 2 place.private, 1 place.unknown, 7 records",
        counts(ingest(databases, Map.of("logs", logs))));
    try (Sample sample =
        Sample.of(warehouse, "logs", logs, databases, null, NOW, new Sample.Bounds(1 << 20, 100))) {
      assertEquals(
          "at.ip has a place or network in 2 of 7 messages; 1 are no address, such as gateway, 1"
              + " have no address, 2 are private, such as 10.0.0.9, 1 are not in the database, such"
              + " as 8.8.8.8",
          sample.placed().orElseThrow());
    }
  }

  private String delta() {
    return folder.resolve("logs/delta").toString();
  }

  private LogFiles enriched(String name, String format, Object... more) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("path", folder.resolve("logs") + "/" + name);
    keys.put("time", "t");
    keys.put("format", format);
    keys.put("identity", jo("joanna"));
    keys.put("geoip", new Geoip("at.ip"));
    for (int i = 0; i < more.length; i += 2) {
      keys.put((String) more[i], more[i + 1]);
    }
    return Given.files(
        keys.entrySet().stream()
            .flatMap(e -> List.of(e.getKey(), e.getValue()).stream())
            .toArray());
  }

  @Test
  void knownMessagesKeepTheNamesTheyWereGiven() throws IOException {
    write("a.json", "{\"t\":1,\"user\":\"jo\"}", "{\"t\":2,\"user\":\"jo\"}");
    write("b.json", "{\"t\":1,\"user\":\"jo\",\"id\":\"x\"}");
    ingest(null, byContentAndById("old"));

    write(
        "a.json",
        "{\"t\":1,\"user\":\"jo\"}",
        "{\"t\":2,\"user\":\"jo\"}",
        "{\"t\":3,\"user\":\"jo\"}");
    write(
        "b.json",
        "{\"t\":1,\"user\":\"jo\",\"id\":\"x\"}",
        "{\"t\":4,\"user\":\"jo\",\"id\":\"y\"}");
    IngestResult again = ingest(null, byContentAndById("new"));

    assertEquals(
        "1 changed, 2 files, 2 known, 2 messages, 5 records, 2 user.mapped", counts(again));
    assertEquals(
        List.of("content 1 old", "content 2 old", "content 3 new", "id 1 old", "id 4 new"),
        messages("transport", "text_at(data, 't') AS t", "text_at(data, 'user') AS user"));
  }

  private Map<String, Transport> byContentAndById(String user) {
    return Map.of(
        "content",
        logs("a.json", "identity", jo(user)),
        "id",
        logs("b.json", "identity", jo(user), "id", "id"));
  }
}
