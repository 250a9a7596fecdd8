package dev.nightwarden.ingest;

import java.io.Serializable;

/**
 * A file as it was listed.
 *
 * @param path what {@code source_file} says: a plain path for local files, else a URI
 * @param length bytes
 * @param modified milliseconds since 1970
 */
public record SourceFile(String path, long length, long modified) implements Serializable {
  private static final long serialVersionUID = 1L;
}
