package dev.nightwarden.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.enrich.Enricher.Outcome;
import dev.nightwarden.geo.Take;
import dev.nightwarden.value.Json;
import dev.nightwarden.value.Values;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Over the databases of test-data/geoip, which its networks.csv tells in words. */
class EnricherTest {
  private static final GeoDatabases DATABASES =
      new GeoDatabases("../test-data/geoip/city.mmdb", "../test-data/geoip/asn.mmdb");
  private static final Geoip IP = new Geoip("ip");
  private static final Identity USER = new Identity("user", "example.com", Map.of("jo", "joanna"));

  private Outcome outcome;

  /** What a record becomes, as canonical JSON with ' for quotes. */
  private String enriched(Enricher enricher, String record) throws Json.Problem {
    @SuppressWarnings("unchecked") // Json.read makes every object so.
    Map<String, Object> tree = (Map<String, Object>) Json.read(record.replace('\'', '"'));
    outcome = enricher.enrich(tree, 20_000);
    return Values.valueAt(Values.variant(Map.of("r", tree)), "r").replace('"', '\'');
  }

  private String named(String record) throws Json.Problem {
    return enriched(new Enricher(USER, null, null), record);
  }

  private String placed(String record) throws Json.Problem {
    return enriched(new Enricher(null, IP, DATABASES), record);
  }

  private String networked(String record) throws Json.Problem {
    return enriched(new Enricher(null, IP, new GeoDatabases(null, DATABASES.asnDb())), record);
  }

  @Test
  void addsPlaceAndNetworkOfFourAndSix() throws Json.Problem {
    assertEquals(
        "{'geo':{'city':'Lima','continent':'South America','country':'Peru','country_code':'PE',"
            + "'latitude':-12.0464,'longitude':-77.0428,'subdivision':'Lima Province',"
            + "'x':0.21928549762040267,'y':-0.953077442659091,'z':-0.20870375853774067},"
            + "'ip':'203.0.113.161','network':{'number':64504,'owner':'Miraflores Telecom SA'}}",
        placed("{'ip':'203.0.113.161'}"));
    assertEquals(new Outcome(null, "found", "found"), outcome);
    assertTrue(placed("{'ip':'2001:db8:30::7'}").contains("'city':'Halifax'"));
    assertTrue(placed("{'ip':'::ffff:203.0.113.161'}").contains("'city':'Lima'"));
  }

  @Test
  void whatIsNotFoundAddsNothingAndHasItsReason() throws Json.Problem {
    for (var each :
        Map.of(
                "'192.168.0.1'", "private",
                "'fd00::1'", "private",
                "'8.8.8.8'", "unknown",
                "'2001:4860::1'", "unknown",
                "'gateway.example.com'", "malformed",
                "'10.0.0.0/8'", "malformed",
                "[{'ip':'203.0.113.161'}]", "malformed",
                "3405803937", "malformed",
                "''", "none",
                "null", "none")
            .entrySet()) {
      assertEquals("{'ip':" + each.getKey() + "}", placed("{'ip':" + each.getKey() + "}"));
      assertEquals(new Outcome(null, each.getValue(), each.getValue()), outcome, each::getKey);
    }
    assertEquals("{'a':1}", placed("{'a':1}"));
    assertEquals(new Outcome(null, "none", "none"), outcome);
  }

  @Test
  void anAddressIsFreedOfWhatIsAroundIt() throws Json.Problem {
    for (var each :
        Map.of(
                "'203.0.113.161:51234'", "port",
                "'[203.0.113.161]:7972'", "port",
                "'[203.0.113.161]'", "brackets",
                "'203.0.113.161, 10.0.0.1'", "list",
                "['10.0.0.1','203.0.113.161']", "list",
                "'[::ffff:203.0.113.161]:443'", "port")
            .entrySet()) {
      String found = placed("{'ip':" + each.getKey() + "}");
      assertTrue(found.contains("'city':'Lima'"), found);
      assertTrue(found.contains("'ip':" + each.getKey()), "the record keeps what it had: " + found);
      assertEquals(new Outcome(null, "found", "found", each.getValue()), outcome);
    }
    placed("{'ip':'fe80::1%eth0'}");
    assertEquals(new Outcome(null, "private", "private", "zone"), outcome);
    placed("{'ip':'-'}");
    assertEquals(new Outcome(null, "none", "none"), outcome);
  }

  @Test
  void ofSeveralAddressesTheConfigSaysWhichCounts() throws Json.Problem {
    String record = "{'ip':'203.0.113.161, 2001:db8:30::7, 10.0.0.1'}";
    assertTrue(placed(record).contains("'city':'Halifax'"));
    Geoip first = new Geoip("ip", Take.FIRST);
    assertTrue(enriched(new Enricher(null, first, DATABASES), record).contains("'city':'Lima'"));
  }

  @Test
  void oneDatabaseAloneAddsWhatItKnows() throws Json.Problem {
    assertEquals(
        "{'ip':'203.0.113.161','network':{'number':64504,'owner':'Miraflores Telecom SA'}}",
        networked("{'ip':'203.0.113.161'}"));
    assertEquals(new Outcome(null, null, "found"), outcome);
  }

  @Test
  void keysOfTheRecordsOwnStayOrAreKeptUnderOriginal() throws Json.Problem {
    assertEquals(
        "{'ip':'203.0.113.161','network':{'bytes':5,'number':64504,'owner':'Miraflores Telecom SA'},"
            + "'original':{'network':{'owner':'me'}}}",
        networked("{'ip':'203.0.113.161','network':{'bytes':5,'owner':'me'}}"));
    assertEquals(
        "{'ip':'203.0.113.161','network':{'number':64504,'owner':'Miraflores Telecom SA'},"
            + "'original':{'network':'lan'}}",
        networked("{'ip':'203.0.113.161','network':'lan'}"));
    assertEquals(
        "{'ip':'203.0.113.161','network':{'number':64504,'owner':'Miraflores Telecom SA'},"
            + "'network.bytes':5,'original':{'network.owner':'me'}}",
        networked("{'ip':'203.0.113.161','network.owner':'me','network.bytes':5}"),
        "the keys of a flat record would win over nesting");
    assertEquals(
        "{'ip':'203.0.113.161','network':{'number':64504,'owner':'Miraflores Telecom SA'},"
            + "'original':{'original':{'a':1},'original.b':2}}",
        networked("{'ip':'203.0.113.161','original':{'a':1},'original.b':2}"));
  }

  @Test
  void aValueOfTheRecordsOwnNeverPassesForOneThatWasLookedUp() throws Json.Problem {
    assertEquals(
        "{'ip':'8.8.8.8','original':{'network':{'number':1,'owner':'me'}}}",
        networked("{'ip':'8.8.8.8','network':{'number':1,'owner':'me'}}"));
    assertEquals(
        "{'ip':'8.8.8.8','network':{'bytes':5},'original':{'network':{'owner':'me'}}}",
        networked("{'ip':'8.8.8.8','network':{'bytes':5,'owner':'me'}}"));
  }

  @Test
  void theAddressMayLieWhereSomethingIsAdded() throws Json.Problem {
    Enricher enricher =
        new Enricher(null, new Geoip("network.owner"), new GeoDatabases(null, DATABASES.asnDb()));
    assertEquals(
        "{'network':{'number':64504,'owner':'Miraflores Telecom SA'},"
            + "'original':{'network':{'owner':'203.0.113.161'}}}",
        enriched(enricher, "{'network':{'owner':'203.0.113.161'}}"));
  }

  @Test
  void keepsTheNameAsItWasBesideTheUser() throws Json.Problem {
    assertEquals("{'original':{'user':'jo'},'user':'joanna'}", named("{'user':'jo'}"));
    assertEquals("mapped", outcome.user());
    assertEquals("{'original':{'user':'al'},'user':'al@example.com'}", named("{'user':'al'}"));
    assertEquals("with_domain", outcome.user());
    assertEquals("{'original':{'user':'a@b.c'},'user':'a@b.c'}", named("{'user':'a@b.c'}"));
    assertEquals("unchanged", outcome.user());
    assertEquals("{'original':{'user':1001},'user':'1001@example.com'}", named("{'user':1001}"));
    for (String none : new String[] {"{'user':''}", "{'user':null}", "{'a':1}"}) {
      assertEquals(none, named(none));
      assertEquals("none", outcome.user());
    }
    for (String other : new String[] {"{'user':['jo']}", "{'user':{'jo':1}}", "{'user':true}"}) {
      assertEquals(other, named(other));
      assertEquals("no_name", outcome.user());
    }
  }

  @Test
  void theNameMayLieDeep() throws Json.Problem {
    Enricher enricher =
        new Enricher(new Identity("actors.0.email", null, Map.of("jo", "joanna")), null, null);
    String enriched = enriched(enricher, "{'actors':[{'email':'JO','id':7}]}");
    assertEquals(
        "{'actors':[{'email':'joanna','id':7}],'original':{'actors.0.email':'JO'}}", enriched);
    assertEquals(
        "\"JO\"",
        Values.valueAt(
            Values.variant(Map.of("original", Map.of("actors.0.email", "JO"))),
            "original.actors.0.email"),
        "the path of the name, after original");
  }

  @Test
  void withoutDatabasesThereIsNoEnricherOfPlaces() {
    var error = assertThrows(IllegalArgumentException.class, () -> new Enricher(null, IP, null));
    assertEquals("geoip of a transport needs the databases", error.getMessage());
  }
}
