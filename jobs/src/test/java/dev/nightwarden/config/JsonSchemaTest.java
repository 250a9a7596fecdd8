package dev.nightwarden.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.nightwarden.config.Sample.House;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class JsonSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA = JsonSchema.of(House.class, Sample.REGISTRY, "A house");

  private static Set<ValidationMessage> errors(String yaml) {
    JsonNode config =
        JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA).validate(config);
  }

  private static JsonNode at(String pointer) throws JsonProcessingException {
    return JSON.readTree(SCHEMA).at(pointer);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void acceptsWhatTheReaderAccepts() {
    for (String yaml :
        List.of(
            "warehouse: a",
            "level: warn",
            "level: ${LEVEL}",
            "format: csv",
            "dry_run: ${DRY}",
            "seed: 5\nshare: 0.5\ndays: [1, 2]\nsince: '2026-01-31'",
            "spare: {port: '${PORT}', pin: 9}",
            "profiles: {a: {actor: x, history: 90d, fields: {f: {}, g: {type: multi, keys: [a, b]}}}}",
            "profiles: {a: {actor: x, fields: {f: {reporter: {weight: 0.5}}}}}",
            "profiles: {a: {actor: x, fields: {f: {reporter: {type: sometimes, inner: {weight: 1}}}}}}",
            "profiles: {a: {actor: x, analyzer: {decay: 0.3}}}",
            "shippers: {a: {type: folder, path: x}, b: {type: chat, token: t, headers: {a: b}}}",
            "extra_shippers: [{path: x}, {type: chat, token: t}]",
            "messages: [{a: 1, b: [x, {c: ~}]}]")) {
      assertEquals(Set.of(), errors(yaml), yaml);
    }
  }

  @Test
  void refusesWhatTheReaderRefuses() {
    for (String yaml :
        List.of(
            "warehaus: a",
            "warehouse: 5",
            "level: loud",
            "format: jsn",
            "dry_run: yes",
            "seed: 1.5",
            "share: x",
            "days: [1, 2, 3, 4]",
            "days: 1",
            "since: 31.1.2026",
            "spare: {port: 0}",
            "spare: {port: 65536}",
            "spare: {prt: 1}",
            "profiles: {a: {}}",
            "profiles: {a: {actor: x, history: 90}}",
            "profiles: {a: {actor: x, fields: {g: {type: multi, keys: [a]}}}}",
            "profiles: {a: {actor: x, fields: {g: {type: double}}}}",
            "profiles: {a: {actor: x, fields: {g: {keys: [a, b]}}}}",
            "profiles: {a: {actor: x, fields: {f: {reporter: {weight: 0}}}}}",
            "profiles: {a: {actor: x, fields: {f: {reporter: {type: sometimes, weight: 1}}}}}",
            "profiles: {a: {actor: x, fields: {f: {reporter: {wait: 1}}}}}",
            "shippers: {a: {path: x}}",
            "shippers: {a: {type: folder}}",
            "shippers: {a: {type: chat, token: t, headers: {a: 1}}}",
            "extra_shippers: [{pat: x}]")) {
      assertNotEquals(Set.of(), errors(yaml), yaml);
    }
  }

  @Test
  void saysWhatEachKeyIsAndAllows() throws JsonProcessingException {
    assertEquals("https://json-schema.org/draft/2020-12/schema", at("/$schema").textValue());
    assertEquals("A house", at("/title").textValue());
    assertEquals(false, at("/additionalProperties").booleanValue());
    assertEquals(
        json("{'description':'Where the tables are.','type':'string','default':'out/warehouse'}"),
        at("/properties/warehouse").toString());
    assertEquals(
        json(
            "{'description':'The port.','anyOf':[{'type':'integer','minimum':1,'maximum':65535},"
                + "{'$ref':'#/$defs/variable'}],'default':5432}"),
        at("/$defs/database/properties/port").toString());
    assertEquals(
        json(
            "{'description':'How odd a value is.','$ref':'#/$defs/reporter',"
                + "'if':{'required':['type']},'else':{'$ref':'#/$defs/reporter.always'},"
                + "'default':{'type':'always'}}"),
        at("/$defs/field.single/properties/reporter").toString());
    assertEquals(
        json(
            "{'description':'For what is always there.','type':'object','properties':{"
                + "'type':{'const':'always'},'weight':{'description':'Times this.','anyOf':["
                + "{'type':'number','maximum':1,'exclusiveMinimum':0},"
                + "{'$ref':'#/$defs/variable'}],'default':1.0}},'additionalProperties':false}"),
        at("/$defs/reporter.always").toString());
    assertEquals(json("['actor']"), at("/$defs/profile/required").toString());
    assertEquals(json("[1,2]"), at("/properties/days/default").toString());
    assertEquals(json("['folder','chat']"), at("/$defs/shipper/properties/type/enum").toString());
  }

  @Test
  void holdsEveryTypeThatIsKnown() throws JsonProcessingException {
    for (String name :
        List.of(
            "reporter.always",
            "reporter.sometimes",
            "analyzer.exponential_decay",
            "shipper.folder",
            "shipper.chat",
            "field.single",
            "field.multi")) {
      assertTrue(JSON.readTree(SCHEMA).get("$defs").has(name), name);
    }
  }

  @Test
  void isTheSameEveryTime() {
    assertEquals(SCHEMA, JsonSchema.of(House.class, Sample.REGISTRY, "A house"));
    assertTrue(SCHEMA.endsWith("}\n"));
    assertTrue(SCHEMA.indexOf('\r') < 0);
  }
}
