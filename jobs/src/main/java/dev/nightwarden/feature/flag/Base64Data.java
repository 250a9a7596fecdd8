package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.DirectFlag;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Finds base64 in a value such as a DNS answer, which may carry exfiltrated data or commands. */
@TypeName(
    value = "has_dns_data_b64_encoded",
    doc = "An answer, or one of a list of answers, is written in base64.")
public record Base64Data() implements DirectFlag {
  @Override
  public int needs() {
    return 1;
  }

  @Override
  public String message() {
    return "an answer to {actor} is written in base64";
  }

  @Override
  public Column hits(Inputs inputs) {
    return call_function("has_base64", inputs.first());
  }
}
