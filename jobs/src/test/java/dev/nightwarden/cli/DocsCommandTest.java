package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.NightwardenFunctions;
import dev.nightwarden.config.Registry;
import dev.nightwarden.guide.Guide;
import dev.nightwarden.sql.SqlFunction;
import dev.nightwarden.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of {@code docs/} that the code writes. */
class DocsCommandTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Guide GUIDE =
      DocsCommand.guide(Registry.of(SchemaFileTest.shipped()), Path.of("..", "configs"));

  static List<Path> pages() throws IOException {
    return DocsCommand.pages(DOCS);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageIsWhatTheCodeSays(Path page) throws IOException {
    String text = Files.readString(page);

    assertTrue(
        GUIDE.written(text).equals(text),
        () -> page + " is not current; write it anew with scripts/nightwarden docs");
  }

  @Test
  void everyTableHasItsColumns() throws IOException {
    String page = Files.readString(DOCS.resolve("tables.md"));
    for (Table table : Table.values()) {
      assertTrue(
          page.contains(
              "<!-- written by nightwarden docs: table %s -->".formatted(table.tableName())),
          table::tableName);
    }
    assertTrue(page.contains("| `pending` | map&lt;string, array&lt;date>> | By stage,"), page);
  }

  @Test
  void everyFunctionIsInTheCatalogue() throws IOException {
    String page = Files.readString(DOCS.resolve("functions.md"));
    for (SqlFunction function : NightwardenFunctions.all()) {
      assertTrue(page.contains("### `%s`\n".formatted(function.usage())), function::usage);
    }
    assertTrue(page.contains("SELECT label_count('www.example.com.');  -- 3\n"), page);
  }

  @Test
  void everyTypeAndItsKeysAreInTheReference() throws IOException {
    String page = Files.readString(DOCS.resolve("configuration.md"));
    for (String expected :
        List.of(
            "| `late_days` | a number in \\[0, 3660] | `3` |",
            "[`spray`](#spray-flag)",
            "### `spray` (flag)",
            "### `profiles.NAME.forest`\n",
            "| `keys` | a list, at least 1 | required | The paths, dotted. |")) {
      assertTrue(page.contains(expected), expected);
    }
  }

  @Test
  void writesOnlyItsParts() {
    String before =
        "# A\n\n<!-- written by nightwarden docs: table files -->\nold\n<!-- end -->\n\nB\n";

    String after = GUIDE.written(before);

    assertTrue(
        after.startsWith("# A\n\n<!-- written by nightwarden docs: table files -->\n\n| col"),
        after);
    assertTrue(after.endsWith("broken or unreadable. |\n\n<!-- end -->\n\nB\n"), after);
    assertEquals(after, GUIDE.written(after));
  }

  @Test
  void aPartThatThereIsNoneOfIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> GUIDE.written("<!-- written by nightwarden docs: tabels -->\n<!-- end -->\n"));
    assertTrue(
        refused
            .getMessage()
            .startsWith("a page asks for the part tabels; there are [config, functions, stages,"),
        refused.getMessage());
  }
}
