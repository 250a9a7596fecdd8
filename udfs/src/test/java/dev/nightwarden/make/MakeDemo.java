package dev.nightwarden.make;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * Makes the demo's login logs: March 2025 at Larkfield, a company that does not exist.
 *
 * <p>{@code scripts/make-demo [FOLDER [SEED]]}, by default {@code test-data 20250301}. Equal seeds
 * give equal bytes. Writes {@code logins/2025-03-DD.json} (one login a line, files by UTC date),
 * {@code incidents.csv} (what was planted) and {@code geoip/networks.csv} (where the addresses
 * are). Addresses and AS numbers are from the ranges set aside for documentation.
 */
final class MakeDemo {
  static final LocalDate FIRST = LocalDate.of(2025, 3, 1);
  static final LocalDate LAST = LocalDate.of(2025, 3, 31);

  /** An application's name that a page must escape. */
  static final String SCRIPT = "<script>alert(\"lunch menu\")</script>";

  private static final String FOLDER = "test-data";

  /** That of the demo. */
  static final long SEED = 20250301;

  private MakeDemo() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : FOLDER);
    System.out.println(make(folder, args.length > 1 ? Long.parseLong(args[1]) : SEED));
  }

  /** Writes the demo into a folder; says how much it is. */
  static String make(Path folder, long seed) throws IOException {
    Staff staff = new Staff(seed);
    Logins logins = new Logins();
    Habits habits = new Habits(logins);
    staff.all().forEach(habits::live);
    habits.backUp(staff);
    habits.writeOddly(staff);
    Incidents incidents = new Incidents(staff, logins);
    incidents.plant();
    logins.number();
    DemoFiles.write(folder, logins, incidents);
    return "%d logins of %d accounts on %d days, %d incidents, in %s"
        .formatted(
            logins.all().size(),
            staff.all().size(),
            logins.all().stream().map(Login::date).distinct().count(),
            incidents.all().size(),
            folder);
  }

  static LocalDate day(int ofMonth) {
    return FIRST.withDayOfMonth(ofMonth);
  }
}
