package dev.nightwarden.pseudonym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.value.Json;
import dev.nightwarden.value.Shortened;
import dev.nightwarden.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static Pseudonyms pseudonyms(String... paths) {
    return new Pseudonyms(new PseudonymSettings(KEY, List.of()), List.of(paths));
  }

  private static String of(String name) {
    return pseudonyms().of(name);
  }

  /** The record after its names are hidden, as JSON, each pseudonym as the name in angle marks. */
  private static String hidden(Map<String, String> rename, String json, String... paths)
      throws Exception {
    @SuppressWarnings("unchecked") // Json.read makes every object so.
    Map<String, Object> record = (Map<String, Object>) Json.read(json.replace('\'', '"'));
    rename.forEach((name, from) -> record.put(name, record.get(from)));
    pseudonyms(paths).in(rename).hide(record);
    String text = Values.variant(record).toString().replace('"', '\'');
    for (String name : List.of("ann", "bob", "cem", "7", "7.5", "true", "Łódź 李")) {
      text = text.replace(of(name), "<" + name + ">");
    }
    return text;
  }

  private static String hidden(String json, String... paths) throws Exception {
    return hidden(Map.of(), json, paths);
  }

  @Test
  void isTheStartOfAKeyedHash() {
    // printf 'pseudonym\ngeorge@example.com' | openssl dgst -sha256 -hmac KEY, in base 32 (RFC
    // 4648,
    // the alphabet that keeps order)
    assertEquals("p-u7rv16isgt3alu6lt6j5", of("george@example.com"));
    assertEquals("p-lpsclii28eu8lq9n52kl", of("Łódź 李"));
    assertTrue(Pseudonyms.isPseudonym(of("george@example.com")));
    assertFalse(Pseudonyms.isPseudonym("p-u7rv16isgt3alu6lt6j"));
    assertFalse(Pseudonyms.isPseudonym("p-u7rv16isgt3alu6lt6jz"));
    assertNotEquals(of("Ann"), of("ann"));
  }

  @Test
  void hasTheSameLengthForAnyName() {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      String pseudonym = of("user" + i);
      assertTrue(Pseudonyms.isPseudonym(pseudonym), pseudonym);
      all.add(pseudonym);
    }
    assertEquals(20_000, all.size());
  }

  @Test
  void anotherKeyGivesOthers() {
    Pseudonyms other =
        new Pseudonyms(new PseudonymSettings(KEY.replace('0', '1'), List.of()), List.of());
    assertNotEquals(of("ann"), other.of("ann"));
    assertNotEquals(pseudonyms().keyId(), other.keyId());
    assertNotEquals(pseudonyms().idOf("ann"), other.idOf("ann"));
  }

  @Test
  void knowsALongNameByWhatTheActorWouldBe() {
    String name = "x".repeat(3_000);
    assertEquals(of(Shortened.text(name)), of(name));
    assertNotEquals(of(name + "x"), of(name));
  }

  @Test
  void takesAPseudonymAsItIs() {
    assertEquals(of("ann"), pseudonyms().meant("ann"));
    assertEquals(of("ann"), pseudonyms().meant(of("ann")));
  }

  @Test
  void tellsNobodyTheKey() {
    PseudonymSettings settings = new PseudonymSettings(KEY, List.of("email"));
    assertEquals("PseudonymSettings[paths=[email]]", settings.toString());
    assertEquals("Pseudonyms[user]", pseudonyms("user").toString());
  }

  @Test
  void refusesAKeyThatCanBeGuessed() {
    IllegalKeyException refused =
        assertThrows(
            IllegalKeyException.class, () -> new PseudonymSettings("short", List.of()).check());
    assertEquals(
        "key has 5 characters; allowed: at least 16, so that nobody guesses it",
        refused.getMessage());
  }

  @Test
  void hidesEveryKindOfValue() throws Exception {
    assertEquals(
        "{'kept':'ann','user':'<ann>'}", hidden("{'user':'ann','kept':'ann'}", "user", "none"));
    assertEquals("{'user':'<Łódź 李>'}", hidden("{'user':'Łódź 李'}", "user"));
    assertEquals("{'user':'<7>'}", hidden("{'user':7}", "user"));
    assertEquals("{'user':'<7.5>'}", hidden("{'user':7.50}", "user"));
    assertEquals("{'user':'<true>'}", hidden("{'user':true}", "user"));
    assertEquals("{'user':null}", hidden("{'user':null}", "user"));
    assertEquals("{'user':''}", hidden("{'user':''}", "user"));
  }

  @Test
  void hidesWhatIsInListsAndObjects() throws Exception {
    assertEquals(
        "{'team':['<ann>',null,{'boss':'<bob>'},['<cem>']]}",
        hidden("{'team':['ann',null,{'boss':'bob'},['cem']]}", "team"));
    assertEquals("{'a':{'id':1,'name':'<ann>'}}", hidden("{'a':{'name':'ann','id':1}}", "a.name"));
  }

  @Test
  void looksIntoEachElementOfAListOnTheWay() throws Exception {
    assertEquals(
        "{'l':[{'name':'<ann>'},{'name':'<bob>'},'cem']}",
        hidden("{'l':[{'name':'ann'},{'name':'bob'},'cem']}", "l.name"));
    assertEquals(
        "{'l':[{'name':'<ann>','x':1},{'name':'bob','x':'<7>'}]}",
        hidden("{'l':[{'name':'ann','x':1},{'name':'bob','x':7}]}", "l.0.name", "l.1.x"));
  }

  @Test
  void takesAPathForAllThatItCanMean() throws Exception {
    assertEquals(
        "{'a':{'b':{'c':'<ann>'},'b.c':'<bob>'},'a.b':{'c':'<cem>'},'a.b.c':'<ann>'}",
        hidden("{'a':{'b':{'c':'ann'},'b.c':'bob'},'a.b':{'c':'cem'},'a.b.c':'ann'}", "a.b.c"));
    assertEquals("{'user.name':'<ann>'}", hidden("{'user.name':'ann'}", "user"));
    assertEquals("{'username':'ann'}", hidden("{'username':'ann'}", "user"));
  }

  @Test
  void hidesAValueOnceThoughSeveralPathsMeanIt() throws Exception {
    assertEquals("{'a':{'b':'<ann>'}}", hidden("{'a':{'b':'ann'}}", "a", "a.b"));
    assertEquals(
        "{'l':[{'name':'<ann>'}]}", hidden("{'l':[{'name':'ann'}]}", "l.0.name", "l.name"));
  }

  @Test
  void followsRenamedPathsBothWays() throws Exception {
    assertEquals(
        "{'actor':'<ann>','user':'<ann>'}",
        hidden(Map.of("user", "actor"), "{'actor':'ann'}", "user"));
    assertEquals(
        "{'actor':'<ann>','user':'<ann>','who':'<ann>'}",
        hidden(Map.of("user", "actor", "who", "actor"), "{'actor':'ann'}", "user"));
    // Both are the same object.
    assertEquals(
        "{'actor':{'id':7,'name':'<ann>'},'user':{'id':7,'name':'<ann>'}}",
        hidden(Map.of("user", "actor"), "{'actor':{'name':'ann','id':7}}", "user.name"));
  }

  @Test
  void hidesWhatGaveWayToo() throws Exception {
    assertEquals(
        "{'original':{'original':{'user':'<bob>'},'user':'<ann>'},'user':'<cem>'}",
        hidden("{'user':'cem','original':{'user':'ann','original':{'user':'bob'}}}", "user"));
  }

  @Test
  void tellsWhichPathsItTouches() {
    HiddenPaths hidden = pseudonyms("a.b").in(Map.of("x", "a"));
    assertTrue(hidden.touches("a"));
    assertTrue(hidden.touches("a.b.c"));
    assertTrue(hidden.touches("x.b"));
    assertFalse(hidden.touches("a.c"));
    assertFalse(hidden.covers("a"));
    assertTrue(hidden.covers("a.b"));
  }
}
