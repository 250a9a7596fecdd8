package dev.nightwarden.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A settings record that may stand in a file of its own: {@code {path: FILE}}, with the path seen
 * from the folder of the config. Keys beside the path are added to those of the file.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OwnFile {}
