package dev.nightwarden.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a component whose type is an extension point: the type is not named inside it, by {@code
 * type}, but by a key beside it, as in {@code {name: remove_match, params: {keyword: x}}}. Without
 * the component's own key the type has its defaults.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface TypedBy {
  /** The keys that name the type; the first that is there counts. */
  String[] value();

  /** The value of the key {@code type} beside it with which the component is read; else null. */
  String[] when();
}
