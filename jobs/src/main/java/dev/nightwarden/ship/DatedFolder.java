package dev.nightwarden.ship;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A folder with a file of a data set for each event date that has rows: {@code 2026-11-01.csv}. */
final class DatedFolder {
  private final StoreFile folder;
  private final FileKind kind;
  private final StoredTable table;
  private final Pattern dated;
  private final SortedSet<LocalDate> present;
  private final List<StoreFile> files;

  DatedFolder(StoreFile folder, FileKind kind, StoredTable table) throws IOException {
    this.folder = folder;
    this.kind = kind;
    this.table = table;
    this.dated = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\." + Pattern.quote(kind.suffix()));
    this.present = table.present();
    this.files = folder.children(dated);
  }

  /** The file of a date. */
  StoreFile file(LocalDate date) {
    return folder.child(date + "." + kind.suffix());
  }

  /**
   * The dates whose files are to be written: those of the data set that have rows, those that lack
   * a file, and those whose file is of an earlier version.
   *
   * @throws IOException if one of these files is not ours
   */
  SortedSet<LocalDate> toWrite() throws IOException {
    Set<String> existing = files.stream().map(StoreFile::name).collect(Collectors.toSet());
    SortedSet<LocalDate> written = new TreeSet<>();
    for (LocalDate date : present) {
      StoreFile file = file(date);
      boolean isKept = existing.contains(file.name()) && !file.isEarlier(kind, table);
      if (table.dates().contains(date) || !isKept) {
        file.checkOurs(kind, table);
        written.add(date);
      }
    }
    return written;
  }

  /** Removes what earlier runs left unfinished. */
  void dropUnfinished() throws IOException {
    folder.child("any").dropUnfinished(dated);
  }

  /** Removes the files of dates that have no rows. */
  void removeOthers() throws IOException {
    Set<String> names = present.stream().map(date -> file(date).name()).collect(Collectors.toSet());
    for (StoreFile file : files) {
      if (!names.contains(file.name()) && file.isOurs(kind, table)) {
        file.delete();
      }
    }
  }
}
