package dev.nightwarden.plugin;

import java.util.List;

/**
 * What a jar adds, found by {@link java.util.ServiceLoader}. The types built in come through the
 * same door.
 *
 * <p>Each type is a public record: it implements the interface of one extension point (say {@link
 * dev.nightwarden.reporter.Reporter}), carries its {@link TypeName}, and its components are the
 * keys a config may set, each with a {@link Key}.
 */
public interface Plugin {
  /** The records this plug-in offers, in the order in which a listing shows them. */
  List<Class<? extends Record>> types();
}
