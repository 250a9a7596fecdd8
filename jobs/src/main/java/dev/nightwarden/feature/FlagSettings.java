package dev.nightwarden.feature;

import dev.nightwarden.observe.Techniques;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypedBy;
import java.util.List;

/** One rule. */
public record FlagSettings(
    @Key(
            doc =
                "direct: of one record; aggregation: of several together; sql: of one record, by an"
                    + " expression.",
            required = true,
            oneOf = {"direct", "aggregation", "sql"})
        String type,
    @Key(doc = "What the flag is called; also which flag.", required = true) String name,
    @Key(doc = "Which flag, where the name is not the flag's.") String flag,
    @Key(doc = "The paths it reads; checked against the data.", commas = true)
        List<String> dataNeeded,
    @Key(doc = "Of type sql: records for which this is true raise the flag.") String expression,
    @Key(doc = "Which records it looks at, as an SQL condition; default: all.") String where,
    @Key(doc = "What the flag is for, for the report.") String description,
    @Key(
            doc =
                "What is said of a hit; {name} stands for a figure of the flag, for a needed path, or"
                    + " for actor. Default: the flag's own sentence.")
        String message,
    @Key(doc = "How urgent a hit is; its score is 0.3, 0.6 or 1.", fallback = "medium")
        Level severity,
    @Key(doc = Techniques.DOC, decides = false) List<String> attack,
    @Key(doc = "The flag's own keys.")
        @TypedBy(
            value = {"flag", "name"},
            when = {"direct", "aggregation"})
        Flag params)
    implements Checked {
  public FlagSettings {
    dataNeeded = List.copyOf(dataNeeded);
    attack = List.copyOf(attack);
  }

  @Override
  public void check() {
    Techniques.check(attack);
    if (flag != null && type.equals("sql")) {
      throw new IllegalKeyException("flag", "is only for type direct or aggregation");
    }
    Entries.check("flag", type, "sql", expression, dataNeeded, params == null ? 0 : params.needs());
    if (params != null) {
      String is = params instanceof DirectFlag ? "direct" : "aggregation";
      if (!is.equals(type)) {
        throw new IllegalKeyException(
            "type", "is %s, but %s is of type %s".formatted(type, flag == null ? name : flag, is));
      }
    }
    if (message != null) {
      MessageTemplate.parse(message);
    }
  }

  /** The template of what is said of a hit. */
  public String sentence() {
    if (message != null) {
      return message;
    }
    return params == null ? "{actor} matches " + name : params.message();
  }
}
