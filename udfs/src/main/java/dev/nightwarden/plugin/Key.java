package dev.nightwarden.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A config key: one component of a settings record. The key's name is the component's name in
 * snake_case. What stands here is what reads the config, checks it, documents it and writes its
 * JSON Schema.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** What the key does, with its unit, in one sentence. */
  String doc();

  /**
   * The value of an absent key, written as in YAML. Empty: null, or an empty list or map, unless
   * the key is {@link #required}.
   */
  String fallback() default "";

  /** Whether the key must be there. */
  boolean required() default false;

  /** The least number allowed; the least length of a list or map; the least seconds. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The greatest number allowed. */
  double max() default Double.POSITIVE_INFINITY;

  /** Numbers must be greater than this. */
  double above() default Double.NEGATIVE_INFINITY;

  /** The texts allowed; empty: any. */
  String[] oneOf() default {};

  /** Whether a list may be written as one text with commas: {@code a, b}. */
  boolean commas() default false;

  /** Whether the value must never be shown. */
  boolean secret() default false;

  /** Whether results depend on it; what only names or explains them makes none of them stale. */
  boolean decides() default true;
}
