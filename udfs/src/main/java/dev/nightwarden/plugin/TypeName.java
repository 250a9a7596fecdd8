package dev.nightwarden.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name by which a config asks for a type: {@code type: NAME}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TypeName {
  /** Lower case with underscores, unique within its extension point. */
  String value();

  /** One sentence for people who choose between the types. */
  String doc();
}
