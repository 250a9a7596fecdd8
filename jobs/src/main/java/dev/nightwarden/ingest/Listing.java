package dev.nightwarden.ingest;

import java.util.List;
import java.util.Map;

/**
 * What lies at a path.
 *
 * @param files sorted by name
 * @param unreadable folders that cannot be listed, each with the reason
 * @param excluded how many files and folders were left out by pattern
 */
record Listing(List<SourceFile> files, Map<String, String> unreadable, long excluded) {
  Listing {
    files = List.copyOf(files);
    unreadable = Map.copyOf(unreadable);
  }
}
