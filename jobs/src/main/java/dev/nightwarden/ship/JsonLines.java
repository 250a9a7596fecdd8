package dev.nightwarden.ship;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.io.IOException;

/**
 * Writes {@code malicious_events} as JSON lines (UTF-8, an object a row with every column, rows by
 * created_at, event_id, anomaly_id): equal tables give equal bytes. A missing value is null,
 * created_at is ISO 8601 in UTC with six digits of the second, score is a number.
 *
 * <p>Files are replaced as {@link Csv} replaces them, and only files that are empty or whose first
 * object has exactly the columns of this or an earlier version.
 */
@TypeName(
    value = "jsonl",
    doc = "Writes malicious events as JSON lines to one file, or to one per event date.")
public record JsonLines(
    @Key(
            doc =
                "The file to hold all malicious events: a local path or a URI such as"
                    + " s3a://b/f.jsonl.")
        String filename,
    @Key(doc = "The folder to hold a file YYYY-MM-DD.jsonl for each event date that has any.")
        String folder)
    implements Store, Checked {
  @Override
  public void check() {
    files().check();
  }

  @Override
  public boolean holdsAny() {
    return true;
  }

  @Override
  public long replace(Slice slice) throws IOException {
    return files().replace(slice, JsonLinesKind.of(slice.data()));
  }

  private TextFiles files() {
    return new TextFiles(filename, folder);
  }
}
