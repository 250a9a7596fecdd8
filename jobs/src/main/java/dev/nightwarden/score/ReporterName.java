package dev.nightwarden.score;

import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.reporter.Reporter;

/** The name by which a config asks for a reporter. */
public final class ReporterName {
  private ReporterName() {}

  /** The name of its type; of one without a name, that of its class. */
  public static String of(Reporter reporter) {
    TypeName name = reporter.getClass().getAnnotation(TypeName.class);
    return name == null ? reporter.getClass().getSimpleName() : name.value();
  }
}
