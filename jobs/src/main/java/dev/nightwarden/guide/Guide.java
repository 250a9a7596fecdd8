package dev.nightwarden.guide;

import dev.nightwarden.NightwardenFunctions;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Reference;
import dev.nightwarden.config.Registry;
import dev.nightwarden.night.Program;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.sql.Argument;
import dev.nightwarden.sql.Example;
import dev.nightwarden.sql.SqlFunction;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes what the code knows best into pages of Markdown: the keys of the config, the columns of
 * the tables, the stages of the night, the functions of SQL. A page names such a part between two
 * comments, and all else in it is left as it is:
 *
 * <pre>
 * &lt;!-- written by nightwarden docs: table messages --&gt;
 * &lt;!-- end --&gt;
 * </pre>
 */
public final class Guide {
  private static final Pattern PART =
      Pattern.compile(
          "(<!-- written by nightwarden docs: ([a-z_ ]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private final Map<String, Supplier<String>> parts = new TreeMap<>();

  /**
   * @param registry the types that a config may name
   * @param program the stages of the config that the guide is written for
   */
  public Guide(Registry registry, Program program) {
    parts.put("config", () -> Reference.of(Config.class, registry));
    parts.put("stages", () -> stages(program));
    parts.put("functions", () -> functions(NightwardenFunctions.all()));
    for (Table table : Table.values()) {
      parts.put("table " + table.tableName(), () -> columns(table));
    }
  }

  /**
   * A page with its generated parts replaced.
   *
   * @throws IllegalArgumentException if it names a part that there is none of
   */
  public String written(String page) {
    Matcher part = PART.matcher(page);
    StringBuilder written = new StringBuilder();
    while (part.find()) {
      Supplier<String> text = parts.get(part.group(2));
      if (text == null) {
        throw new IllegalArgumentException(
            "a page asks for the part %s; there are %s".formatted(part.group(2), parts.keySet()));
      }
      String both = part.group(1) + "\n" + text.get().strip() + "\n\n" + part.group(3);
      part.appendReplacement(written, Matcher.quoteReplacement(both));
    }
    return part.appendTail(written).toString();
  }

  private static String columns(Table table) {
    StringBuilder text = new StringBuilder("| column | type | |\n| --- | --- | --- |\n");
    table
        .meanings()
        .forEach(
            (column, meaning) ->
                text.append(
                    "| `%s` | %s | %s |\n"
                        .formatted(
                            column,
                            table
                                .schema()
                                .apply(column)
                                .dataType()
                                .sql()
                                .toLowerCase(Locale.ROOT)
                                .replace("<", "&lt;"),
                            meaning)));
    return text.toString();
  }

  private static String functions(List<SqlFunction> functions) {
    StringBuilder text = new StringBuilder();
    for (SqlFunction function : functions) {
      text.append("### `%s`\n\n%s\n\n".formatted(function.usage(), function.gives()));
      text.append("| | type | |\n| --- | --- | --- |\n");
      for (Argument argument : function.arguments()) {
        text.append(
            "| `%s` | %s | %s |\n"
                .formatted(argument.name(), typed(argument.type()), argument.meaning()));
      }
      text.append("| gives | %s | %s |\n\n".formatted(typed(function.type()), function.nulls()));
      if (!function.note().isEmpty()) {
        text.append(function.note()).append("\n\n");
      }
      text.append("```sql\n");
      for (Example example : function.examples()) {
        text.append("SELECT %s;  -- %s\n".formatted(example.call(), example.result()));
      }
      text.append("```\n\n");
    }
    return text.toString();
  }

  /** A type as a cell of a table, where it may be broken between fields. */
  private static String typed(String type) {
    return type.replace("<", "&lt;").replace(",", ", ");
  }

  private static String stages(Program program) {
    StringBuilder text =
        new StringBuilder(
            """
            | stage | takes over the dates of | a changed date sends back | writes | run by |
            | --- | --- | --- | --- | --- |
            """);
    for (Program.Part part : program.parts()) {
      Stage stage = part.stage();
      text.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  stage.name(),
                  stage.isSource()
                      ? "nobody: it has no dates of its own"
                      : stage.follows().isEmpty()
                          ? "messages that change"
                          : code(List.copyOf(new TreeSet<>(stage.follows()))),
                  stage.isSource() ? "" : reach(stage),
                  code(
                      Arrays.stream(Table.values())
                          .filter(stage.writes()::contains)
                          .map(Table::tableName)
                          .toList()),
                  code(
                      Arrays.stream(Job.values())
                          .filter(part.jobs()::contains)
                          .map(Job::key)
                          .toList())));
    }
    return text.toString();
  }

  private static String reach(Stage stage) {
    if (!stage.hasHistory()) {
      return "itself";
    }
    return stage.reach() == Stage.ALL_LATER
        ? "itself and all later dates"
        : "itself and %s after it".formatted(Amount.of(stage.reach(), "day"));
  }

  private static String code(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
