package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.enrich.Identity;
import dev.nightwarden.ingest.RecordParser.Parsed;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.pseudonym.PseudonymSettings;
import dev.nightwarden.pseudonym.Pseudonyms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordParserTest {
  private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");

  private static Parsed parse(LogFiles files, String json) {
    return parse(files, json, Duration.ZERO);
  }

  private static Parsed parse(LogFiles files, String json, Duration delay) {
    return new RecordParser(files.record(), NOW, delay, null)
        .parse("/logs/a.json", null, json.replace('\'', '"'), null, null, null);
  }

  private static String reason(LogFiles files, String json) {
    Parsed parsed = parse(files, json);
    assertEquals("reject", parsed.kind());
    assertEquals(json.replace('\'', '"'), parsed.raw());
    return parsed.reason();
  }

  private static String data(Parsed parsed) {
    assertNull(parsed.reason());
    return parsed.data().toString();
  }

  private static LogFiles files(Object... keysAndValues) {
    Object[] all = new Object[keysAndValues.length + 4];
    System.arraycopy(keysAndValues, 0, all, 4, keysAndValues.length);
    all[0] = "path";
    all[1] = "x";
    all[2] = "time";
    all[3] = "t";
    return Given.files(all);
  }

  @Test
  void keepsTheRecordWhole() {
    Parsed parsed =
        parse(files(), "{'t':'2026-01-02T03:04:05Z','b':{'y':[1,2.50],'x':null},'a':1e2}");
    assertEquals("message", parsed.kind());
    assertEquals(1_767_323_045_000_000L, parsed.micros());
    assertEquals(20_455, parsed.day());
    assertEquals(
        "{\"a\":100,\"b\":{\"x\":null,\"y\":[1,2.5]},\"t\":\"2026-01-02T03:04:05Z\"}",
        data(parsed));
  }

  @Test
  void theDateOfATimeBefore1970IsItsOwn() {
    assertEquals(-1, parse(files(), "{'t':'1969-12-31T23:59:59Z'}").day());
  }

  @Test
  void addsTheNewNameAndKeepsTheOld() {
    LogFiles files = files("rename", Map.of("ip", "source.address", "user", "who", "gone", "none"));
    assertEquals(
        "{\"ip\":\"10.0.0.1\",\"source\":{\"address\":\"10.0.0.1\"},\"t\":1,\"user\":\"jo\",\"who\":\"jo\"}",
        data(parse(files, "{'t':1,'source':{'address':'10.0.0.1'},'who':'jo'}")));
    assertEquals(
        "{\"t\":1,\"user\":null}",
        data(parse(files, "{'t':1,'user':'not who'}")),
        "a name of ours never shows another's value");
  }

  @Test
  void namesCanChangePlaces() {
    LogFiles files = files("rename", Map.of("a", "b", "b", "a"));
    assertEquals("{\"a\":2,\"b\":1,\"t\":1}", data(parse(files, "{'t':1,'a':1,'b':2}")));
  }

  @Test
  void convertsToDeclaredTypes() {
    LogFiles files =
        files(
            "types",
            Map.of("n", "long", "d.x", "double", "f", "boolean", "s", "string", "m", "long"),
            "rename",
            Map.of("m", "text"));
    assertEquals(
        "{\"d\":{\"x\":32},\"f\":false,\"m\":7,\"n\":22,\"s\":\"1.5\",\"t\":1,\"text\":\"7\"}",
        data(parse(files, "{'t':1,'n':'22','d':{'x':'32.0'},'f':'False','s':1.50,'text':'7'}")));
    assertEquals("{\"n\":null,\"t\":1}", data(parse(files, "{'t':1,'n':null}")));
    assertEquals("n is \"22.5\", not a long", reason(files, "{'t':1,'n':'22.5'}"));
    assertEquals(
        "n is \"99999999999999999999\", not a long",
        reason(files, "{'t':1,'n':'99999999999999999999'}"));
    assertEquals("d.x is \"NaN\", not a double", reason(files, "{'t':1,'d':{'x':'NaN'}}"));
    assertEquals("f is \"yes\", not a boolean", reason(files, "{'t':1,'f':'yes'}"));
    assertEquals("s is not one value, not a string", reason(files, "{'t':1,'s':[1]}"));
  }

  @Test
  void idAndTimeAreThoseOfTheRecordWhateverNamesAreMappedTo() {
    String record = "{'t':'2026-01-02T03:04:05Z','who':{'name':'Jo'}}";
    Parsed plain = parse(files(), record);
    Map<String, Object> byDate =
        Map.of("jo", List.of(Map.of("user", "other", "to", "2026-01-01"), joFrom("2026-01-02")));
    LogFiles mapped = files("identity", new Identity("user", null, byDate), "rename", USER);
    assertEquals(plain.key(), parse(mapped, record).key());
    assertEquals(
        "{\"original\":{\"user\":\"Jo\"},\"t\":\"2026-01-02T03:04:05Z\",\"user\":\"joanna\","
            + "\"who\":{\"name\":\"Jo\"}}",
        data(parse(mapped, record)));
    LogFiles byName =
        files("identity", new Identity("who.name", "x.org", Map.of()), "id", "who.name");
    assertEquals("Jo", parse(byName, record).id());
    assertEquals(
        "{\"original\":{\"who.name\":\"Jo\"},\"t\":\"2026-01-02T03:04:05Z\","
            + "\"who\":{\"name\":\"Jo@x.org\"}}",
        data(parse(byName, record)));
  }

  private static final Map<String, String> USER = Map.of("user", "who.name");

  private static Map<String, String> joFrom(String date) {
    return Map.of("user", "joanna", "from", date);
  }

  @Test
  void refusesWhatHasNoTime() {
    assertEquals("no time at path \"t\"", reason(files(), "{'u':1}"));
    assertEquals("no time at path \"t\"", reason(files(), "{'t':null}"));
    assertEquals(
        "time \"yesterday\" is not ISO 8601, seconds to nanoseconds since 1970, or of a form with the"
            + " month's name such as 10/Oct/2000:13:55:36 -0700; time_format can name another",
        reason(files(), "{'t':'yesterday'}"));
  }

  @Test
  void refusesWhatIsNoObject() {
    assertEquals("the record is an array, not a JSON object", reason(files(), "[{'t':1}]"));
    assertEquals("the record is a single value, not a JSON object", reason(files(), "5"));
    assertEquals("the record is null, not a JSON object", reason(files(), "null"));
    assertEquals("broken JSON: it ends too early", reason(files(), "{'t':"));
  }

  /** Audit daemons write a key twice, mostly with the same value. */
  @Test
  void takesOneOfTwoValuesOfAKey() {
    String twice = "{'t':1,'a':{'b':[1,2.0]},'a':{'b':[1,2]}}";
    assertEquals("{\"a\":{\"b\":[1,2]},\"t\":1}", data(parse(files(), twice)));
    String different = "{'t':1,'in':[{'a':1,'b':0,'a':2}]}";
    assertEquals(
        "key \"a\" twice in one object with different values; duplicate_keys can take one",
        reason(files(), different));
    assertEquals(
        "key \"a\" twice in one object with different values; duplicate_keys can take one",
        reason(files("duplicate_keys", "refuse"), different));
    assertEquals(
        "{\"in\":[{\"a\":1,\"b\":0}],\"t\":1}",
        data(parse(files("duplicate_keys", "first"), different)));
    assertEquals(
        "{\"in\":[{\"a\":2,\"b\":0}],\"t\":1}",
        data(parse(files("duplicate_keys", "last"), different)));
    assertEquals(2_000_000L, parse(files("duplicate_keys", "last"), "{'t':1,'t':2}").micros());
    assertEquals(
        "{\"a\":null,\"t\":1}",
        data(parse(files("duplicate_keys", "first"), "{'t':1,'a':null,'a':2}")));
  }

  @Test
  void aPlaceholderIsNoValue() {
    Object[] typed = {"types", Map.of("bytes", "long"), "null_values", List.of("-", "N/A", "")};
    LogFiles files = files(typed);
    assertEquals("{\"bytes\":null,\"t\":1}", data(parse(files, "{'t':1,'bytes':'-'}")));
    assertEquals("{\"bytes\":null,\"t\":1}", data(parse(files, "{'t':1,'bytes':''}")));
    assertEquals("{\"bytes\":7,\"t\":1}", data(parse(files, "{'t':1,'bytes':'7'}")));
    assertEquals(
        "{\"d\":{\"who\":null},\"l\":[null,\"- -\",[null]],\"t\":1}",
        data(parse(files, "{'t':1,'d':{'who':'N/A'},'l':['-','- -',['-']]}")));
    assertEquals("no time at path \"t\"", reason(files, "{'t':'-'}"));
    assertEquals(
        "bytes is \"-\", not a long; if it stands for no value, name it in null_values",
        reason(files("types", Map.of("bytes", "long")), "{'t':1,'bytes':'-'}"));
    String key = parse(files("null_values", List.of("-")), "{'t':1,'a':'-'}").key();
    assertEquals(parse(files(), "{'t':1,'a':'-'}").key(), key);
  }

  @Test
  void refusesAClockGoneWrong() {
    assertEquals(
        "time \"2026-01-11T00:00:01Z\" lies in the future, by more than max_future allows",
        reason(files(), "{'t':'2026-01-11T00:00:01Z'}"));
    assertEquals("message", parse(files(), "{'t':'2026-01-11T00:00:00Z'}").kind());
    assertEquals(
        "message",
        parse(files("max_future", Duration.ofDays(9)), "{'t':'2026-01-11T00:00:01Z'}").kind());
  }

  @Test
  void refusesAClockThatWasNeverSet() {
    LogFiles fortyYears = files("max_past", Duration.ofDays(14_610));
    assertEquals(
        "time \"1970-01-01T00:05:00Z\" lies in the past, by more than max_past allows",
        reason(fortyYears, "{'t':'1970-01-01T00:05:00Z'}"));
    assertEquals("message", parse(fortyYears, "{'t':'1986-01-10T00:00:00Z'}").kind());
    assertEquals("reject", parse(fortyYears, "{'t':'1986-01-09T23:59:59Z'}").kind());
    assertEquals(
        "time \"1970-01-01T00:00:00Z\" stands for no time",
        reason(files("max_past", null), "{'t':'1970-01-01T00:00:00Z'}"));
    LogFiles any =
        files("max_past", Duration.ofDays(999_999_999), "max_future", Duration.ofDays(999_999_999));
    assertEquals("message", parse(any, "{'t':'0002-01-01T00:00:00Z'}").kind());
    assertEquals("message", parse(any, "{'t':'9999-01-01T00:00:00Z'}").kind());
  }

  @Test
  void newerThanTheDelayWaits() {
    Duration hour = Duration.ofHours(1);
    assertEquals("waiting", parse(files(), "{'t':'2026-01-09T23:00:01Z'}", hour).kind());
    assertEquals("message", parse(files(), "{'t':'2026-01-09T23:00:00Z'}", hour).kind());
    assertEquals("message", parse(files(), "{'t':'2026-01-10T00:00:01Z'}").kind());
  }

  @Test
  void takesTheIdThatIsNamed() {
    LogFiles files = files("id", "event.id");
    assertEquals("a 1", parse(files, "{'t':1,'event':{'id':'a 1'}}").id());
    assertEquals("100", parse(files, "{'t':1,'event.id':1e2}").id());
    assertEquals("no id at path \"event.id\"", reason(files, "{'t':1}"));
    assertEquals("no id at path \"event.id\"", reason(files, "{'t':1,'event':{'id':null}}"));
    assertEquals("no id at path \"event.id\"", reason(files, "{'t':1,'event':{'id':''}}"));
  }

  @Test
  void equalRecordsShareAKey() {
    String key = parse(files(), "{'t':1}").key();
    assertEquals(key, parse(files("rename", Map.of("u", "t")), "{'t':1}").key());
    assertNotEquals(key, parse(files(), "{'t':2}").key());
    assertNotEquals(key, parse(files("id_from", "file"), "{'t':1}").key());
    assertNull(parse(files(), "{'t':1}").id());
  }

  private static Parsed hidden(LogFiles files, String record, String data, String givenId) {
    Pseudonyms pseudonyms =
        new Pseudonyms(
            new PseudonymSettings("0123456789abcdef", List.of()), List.of("user", "code"));
    return new RecordParser(files.record(), NOW, Duration.ZERO, null, pseudonyms)
        .parse(
            "/logs/a.json",
            null,
            record.replace('\'', '"'),
            data == null ? null : data.replace('\'', '"'),
            givenId,
            null);
  }

  @Test
  void hidesNamesAfterTheyAreMapped() {
    Identity identity = new Identity("user", "example.com", Map.of("geo", "ann@example.com"));
    LogFiles files = files("identity", identity);
    String mapped = data(hidden(files, "{'t':1,'user':'geo'}", null, null));
    String withDomain = data(hidden(files, "{'t':1,'user':'ann'}", null, null));
    assertEquals(user(withDomain), user(mapped));
    assertFalse(mapped.contains("geo") || withDomain.contains("ann"), mapped + withDomain);
    assertTrue(mapped.contains("\"original\":{\"user\":\"p-"), mapped);
  }

  private static String user(String data) {
    return data.substring(data.indexOf(",\"user\":"));
  }

  @Test
  void keepsNothingOfARejectWhoseNamesAreHidden() {
    List<Parsed> rejects =
        List.of(
            hidden(files(), "{'t':'ann'}", null, null),
            hidden(files(), "{'t':'2099-01-01T00:00:00Z ann'}", null, null),
            hidden(files("types", Map.of("n", "long")), "{'t':1,'n':'ann'}", null, null),
            hidden(files(), "{'t':1,'ann':1,'ann':2}", null, null),
            hidden(files(), "{'u':'ann'", null, null),
            hidden(files(), "{'u':'ann'}", null, null));
    assertEquals(
        List.of(
            "time \"...\" is not ISO 8601, seconds to nanoseconds since 1970, or of a form with the"
                + " month's name such as 10/Oct/2000:13:55:36 -0700; time_format can name another",
            "time \"...\" is not ISO 8601, seconds to nanoseconds since 1970, or of a form with the"
                + " month's name such as 10/Oct/2000:13:55:36 -0700; time_format can name another",
            "n is \"...\", not a long",
            "key \"...\" twice in one object with different values; duplicate_keys can take one",
            "broken JSON: it ends too early",
            "no time at path \"t\""),
        rejects.stream().map(Parsed::reason).toList());
    rejects.forEach(reject -> assertNull(reject.raw()));
    assertNull(
        new RecordParser(
                files().record(),
                NOW,
                Duration.ZERO,
                null,
                new Pseudonyms(new PseudonymSettings("0123456789abcdef", List.of()), List.of()))
            .reject("/logs/a", "ann", "the \"ann\" of \"bob\" is not")
            .raw());
  }

  @Test
  void leavesOutTheLineThatHoldsTheNames() {
    String line = "1 ann";
    assertEquals(
        "{\"n\":null,\"t\":\"1\"}",
        data(hidden(files(), line, "{'t':'1','n':null,'raw':'1 ann'}", null)));
    // A field of that name is one like any other.
    assertEquals(
        "{\"raw\":\"x\",\"t\":\"1\"}", data(hidden(files(), line, "{'t':'1','raw':'x'}", null)));
  }

  @Test
  void givesIdsByWhichNobodyGuessesNames() {
    String record = "{'t':1,'user':'ann','code':'x','id':'y'}";
    String key = hidden(files(), record, null, null).key();
    assertTrue(key.matches("[0-9a-f]{32}"), key);
    assertNotEquals(parse(files(), record).key(), key);
    assertEquals(key, hidden(files(), record, null, null).key());
    assertEquals("y", hidden(files("id", "id"), record, null, null).id());
    String coded = hidden(files("id", "code"), record, null, null).id();
    assertTrue(Pseudonyms.isPseudonym(coded), coded);
    String given = hidden(files(), record, null, "hash").id();
    assertTrue(given.matches("[0-9a-f]{32}"), given);
    Parsed reject = hidden(files(), "{'u':'ann'}", null, null);
    assertNotEquals(parse(files(), "{'u':'ann'}").key(), reject.key());
  }

  @Test
  void showsARejectFitForPrint() {
    Parsed reject =
        new RecordParser(files().record(), NOW, Duration.ZERO, null)
            .reject("/logs/a", "a\u001b[31m\tb\nc\ud83d" + "x".repeat(5_000), "why");
    assertEquals("a\\u001b[31m\tb\nc\ufffd" + "x".repeat(1_989) + "...", reject.raw());
  }

  @Test
  void refusesSettingsThatCannotBe() {
    refused("time_zone", "is Mars: no time zone such as UTC or Europe/Rome", "time_zone", "Mars");
    refused("year", "goes with a time_format without a year, such as syslog", "year", 2020);
    refused(
        "types.a", "is int; allowed: string, long, double, boolean", "types", Map.of("a", "int"));
    refused(
        "id_from", "says nothing where id names the record's own id", "id", "i", "id_from", "file");
    refused("id_from", "is row; allowed: one of record, file", "id_from", "row");
    refused("pattern", "is missing; format: regex needs it", "format", "regex");
    refused("pattern", "goes with format: regex, not with json", "pattern", "(?<a>x)");
    refused("escape", "goes with format: csv, not with json", "escape", "\\");
    refused(
        "escape",
        "must be one ASCII character that is neither delimiter nor quote",
        "format",
        "csv",
        "escape",
        "\"");
    refused(
        "duplicate_keys",
        "goes with format: csv, not with parquet",
        "format",
        "parquet",
        "duplicate_keys",
        "last");
    refused(
        "duplicate_keys", "is both; allowed: one of first, last, refuse", "duplicate_keys", "both");
    refused("records", "goes with format: json, not with csv", "format", "csv", "records", "R");
    refused("columns", "are missing; header: false needs them", "format", "csv", "header", false);
    refused(
        "delimiter",
        "must be one ASCII character, such as , or ;",
        "format",
        "csv",
        "delimiter",
        ";;");
    refused("comment", "goes with format: csv, not with json", "comment", "#");
    String oneCharacter = "must be one ASCII character, such as #, and neither delimiter nor quote";
    refused("comment", oneCharacter, "format", "csv", "comment", "//");
    refused("comment", oneCharacter, "format", "csv", "comment", ",");
    refused("comment", oneCharacter, "format", "csv", "comment", "\"");
    String fields = "header_comment";
    refused(fields, "goes with comment, such as comment: '#'", "format", "csv", fields, "#fields");
    refused(
        fields,
        "does not begin with #, as comments do",
        "format",
        "csv",
        "comment",
        "#",
        fields,
        "fields");
    refused(
        fields,
        "names the columns, so leave out columns",
        "format",
        "csv",
        "comment",
        "#",
        fields,
        "#fields",
        "columns",
        List.of("a"));
    refused(
        "time_format",
        "is epoch: neither one of auto, iso8601, epoch_seconds, epoch_millis, epoch_micros,"
            + " epoch_nanos, filetime, syslog, nor a pattern such as dd/MMM/yyyy:HH:mm:ss Z (Unknown"
            + " pattern letter: o)",
        "time_format",
        "epoch");
  }

  private static void refused(String key, String problem, Object... keysAndValues) {
    IllegalKeyException refused =
        assertThrows(IllegalKeyException.class, () -> files(keysAndValues));
    assertEquals(key + " " + problem, refused.getMessage());
  }
}
