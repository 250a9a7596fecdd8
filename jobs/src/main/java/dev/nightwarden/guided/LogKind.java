package dev.nightwarden.guided;

import dev.nightwarden.ingest.SourceFile;
import java.util.List;

/** Files that are read in the same way, and whose records have much the same fields. */
record LogKind(LogFormat format, List<SourceFile> files) {
  LogKind {
    files = List.copyOf(files);
  }
}
