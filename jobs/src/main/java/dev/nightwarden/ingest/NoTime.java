package dev.nightwarden.ingest;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A placeholder that programs write where they know no time. */
final class NoTime extends DateTimeException {
  private static final long serialVersionUID = 1L;

  private static final Set<String> WORDS =
      Set.of("", "-", "null", "(null)", "nil", "none", "never", "n/a", "nan", "nat");

  private static final Pattern ZEROS = Pattern.compile("0000-00-00(?:[T ][0:.]*Z?)?");

  /** What counting starts from, the least and the most that some type holds: no log is of then. */
  private static final Set<LocalDate> DATES =
      Set.of(
          // .NET and Go; Windows and COBOL; SQL Server; Go, in nanoseconds.
          LocalDate.of(1, 1, 1),
          LocalDate.of(1601, 1, 1),
          LocalDate.of(1753, 1, 1),
          LocalDate.of(1754, 8, 30),
          // VMS; OLE and Delphi, spreadsheets, SQL Server and NTP; Mac OS.
          LocalDate.of(1858, 11, 17),
          LocalDate.of(1899, 12, 30),
          LocalDate.of(1899, 12, 31),
          LocalDate.of(1900, 1, 1),
          LocalDate.of(1904, 1, 1),
          LocalDate.of(9999, 12, 31));

  /** The same, but a clock that started from it may have run on: Unix and DOS. */
  private static final Set<LocalDateTime> MOMENTS =
      Set.of(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.of(1980, 1, 1, 0, 0));

  private NoTime() {
    super("no time");
  }

  /**
   * @throws NoTime for a word or a row of zeros
   */
  static void refuse(String text) {
    if (WORDS.contains(text.toLowerCase(Locale.ROOT)) || ZEROS.matcher(text).matches()) {
      throw new NoTime();
    }
  }

  /**
   * @throws NoTime for the -1 of functions that fail; 0 is a time that stands for none
   */
  static void refuse(BigDecimal number) {
    if (number.compareTo(BigDecimal.ONE.negate()) == 0) {
      throw new NoTime();
    }
  }

  /**
   * @throws NoTime for a date and time, as written or in UTC, that stands for none
   */
  static void refuse(LocalDateTime time) {
    if (DATES.contains(time.toLocalDate()) || MOMENTS.contains(time)) {
      throw new NoTime();
    }
  }

  /**
   * @throws NoTime for a time that stands for none
   */
  static void refuse(Instant time) {
    refuse(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }
}
