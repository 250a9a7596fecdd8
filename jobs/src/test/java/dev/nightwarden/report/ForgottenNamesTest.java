package dev.nightwarden.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.forget.NastyNames;
import dev.nightwarden.value.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a page writes a name, who is to forget it finds it. */
class ForgottenNamesTest {
  @Test
  void aNameIsFoundInWhateverAPageMakesOfIt() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      String name = NastyNames.next(random);
      for (String written : written(name)) {
        assertTrue(NastyNames.isFound(name, written), () -> Exact.spelled(name) + " in " + written);
      }
    }
  }

  private static List<String> written(String name) throws IOException {
    String value = ReportJson.text(name);
    List<String> all = new ArrayList<>();
    all.add(value);
    all.add(ReportJson.text(Map.of("data", "{\"user\":" + value + "}")));
    all.add(ReportJson.text("city " + Printable.printable(value, 120) + " is new"));
    StringWriter text = new StringWriter();
    Templates.escape("asked by " + name + ", twice", text);
    all.add(text.toString());
    all.add(filled("name.mustache", Name.of(name)));
    all.add(filled("text.mustache", Exact.of("by " + name)));
    all.add(filled("text.mustache", new Exact("", Exact.spelled(name))));
    return all;
  }

  private static String filled(String template, Object view) {
    StringWriter text = new StringWriter();
    Templates.write(template, view, text);
    return text.toString();
  }
}
