package dev.nightwarden.ship;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.io.IOException;

/**
 * Writes {@code malicious_events} as CSV (RFC 4180, UTF-8, with a header; rows by created_at,
 * event_id, anomaly_id): equal tables give equal bytes. A missing value is an empty cell, an empty
 * text is {@code ""}.
 *
 * <p>A cell that a spreadsheet would run as a formula gets an apostrophe in front: {@code =1+1}
 * becomes {@code '=1+1}. So does a cell that already looks like that, so that taking one apostrophe
 * away from in front of a formula gives the text as it was.
 *
 * <p>Files are replaced whole, each in one step, and only files that begin with this header or with
 * that of an earlier version. Right before that step the lease is looked at: a run that was paused
 * and overtaken puts no file in place, but for one that was paused between that look and the step.
 */
@TypeName(value = "csv", doc = "Writes malicious events to one CSV file, or to one per event date.")
public record Csv(
    @Key(
            doc =
                "The file to hold all malicious events: a local path or a URI such as s3a://b/f.csv.")
        String filename,
    @Key(doc = "The folder to hold a file YYYY-MM-DD.csv for each event date that has any.")
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
    return files().replace(slice, new CsvKind());
  }

  private TextFiles files() {
    return new TextFiles(filename, folder);
  }
}
