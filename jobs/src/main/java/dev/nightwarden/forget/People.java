package dev.nightwarden.forget;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.ingest.Admission;
import dev.nightwarden.maintain.MaintainSettings;
import dev.nightwarden.pipeline.StageContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Whose messages are whose.
 *
 * @param actors gives of each profile and section whom it takes for the actor of a message: columns
 *     over {@code messages}; asked for once the SQL in them is known to be sound
 * @param settings null where the config has none
 * @param upkeep for how long messages are kept
 */
public record People(
    Supplier<List<Column>> actors, ForgetSettings settings, MaintainSettings upkeep)
    implements Admission.Rule {
  /** Leaves out who was forgotten, and what is older than messages are kept. */
  @Override
  public Admission at(StageContext night) {
    Optional<Forgotten> forgotten = Forgotten.of(night.warehouse(), settings);
    LocalDate today = LocalDate.ofInstant(night.startedAt(), ZoneOffset.UTC);
    return new Admission(
        upkeep.firstMessages(today).orElse(null),
        forgotten.map(known -> anyActor((UDF1<String, Boolean>) known::are)).orElse(null),
        forgotten.orElse(null));
  }

  /** Whether a message is of one of these. */
  Column areActors(Names names) {
    return anyActor((UDF1<String, Boolean>) names::are);
  }

  private Column anyActor(UDF1<String, Boolean> are) {
    return actors.get().stream()
        .map(actor -> coalesce(is(actor, are), lit(false)))
        .reduce(Column::or)
        .orElse(lit(false));
  }

  /** Without the names in the plan, which Delta writes to its log. */
  static Column is(Column actor, UDF1<String, Boolean> are) {
    return udf(
            (UDF1<String, Boolean>) value -> value != null && are.call(value),
            DataTypes.BooleanType)
        .withName("is_forgotten")
        .apply(actor);
  }
}
