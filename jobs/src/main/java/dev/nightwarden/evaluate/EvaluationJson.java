package dev.nightwarden.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** An evaluation as one JSON object, with the names of its records; NaN becomes a text. */
public final class EvaluationJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private EvaluationJson() {}

  /**
   * The text, with a line break at its end.
   *
   * @param evaluation an {@link Evaluation}, or a record that holds one
   */
  public static String of(Record evaluation) {
    try {
      return JSON.writeValueAsString(evaluation) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an evaluation cannot be written", impossible);
    }
  }
}
