package dev.nightwarden.organisation;

import dev.nightwarden.organisation.LogEntry.Origin;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that works day and night, under a name of its own.
 *
 * @param name as the log has it
 * @param rate messages a day
 * @param network where it runs
 * @param userAgent what it says of itself
 * @param rank a number from 0 that no other service has
 */
record Service(String name, double rate, AccessNetwork network, String userAgent, int rank) {
  private static final List<String> TASKS =
      List.of("backup", "sync", "deploy", "metrics", "mailer", "billing", "indexer", "scanner");

  private static final List<String> PROGRAMS =
      List.of(
          "python-requests/2.32.3",
          "Go-http-client/2.0",
          "okhttp/4.12.0",
          "curl/8.5.0",
          "aws-sdk-java/2.25.11");

  private static final int DEPLOYED_DAYS = 23;

  /** The first has thousands of messages a day, the others from a few to as many. */
  static Service of(OrganisationSettings settings, int rank, Office office) {
    Draws draws = Draws.of(settings.seed(), "service", rank);
    String task = TASKS.get(rank % TASKS.size());
    int more = rank / TASKS.size();
    return new Service(
        "svc-%s%s".formatted(task, more == 0 ? "" : "-" + (more + 1)),
        rank == 0 ? draws.between(2_000, 4_000) : 20 * Math.pow(200, draws.between(0, 1)),
        AccessNetwork.of("Meridian Cloud Hosting", office.city()),
        draws.of(PROGRAMS),
        rank);
  }

  /** What the log shows of it on a UTC date, in no order. */
  List<LogEntry> entries(long seed, LocalDate date) {
    Draws draws = Draws.of(seed, "service day", rank, date);
    List<LogEntry> entries = new ArrayList<>();
    int count = draws.poisson(rate);
    long midnight = date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    for (int i = 0; i < count; i++) {
      // Evenly over the day, but for a second or two.
      long millis = (long) ((i + .5) * 86_400_000.0 / count + draws.normal(0, 900));
      Origin origin =
          new Origin(
              network,
              address(seed, date, draws.below(2)),
              null,
              null,
              null,
              userAgent,
              Long.toHexString(draws.bits() | 1L << 63));
      boolean isWrite = draws.chance(.2);
      entries.add(
          new LogEntry(
              Instant.ofEpochMilli(midnight + Math.max(0, Math.min(86_399_999, millis))),
              name,
              "api",
              isWrite ? "write" : draws.chance(.7) ? "read" : "list",
              draws.chance(.002) ? "failure" : "success",
              null,
              origin,
              "api/%s/%d"
                  .formatted(name, isWrite ? draws.below(1_000_000_000) : draws.zipf(200, 1.1)),
              isWrite ? (long) draws.logNormal(50_000, 1.2) : null));
    }
    return entries;
  }

  /** It has two addresses, others with each deployment. */
  private String address(long seed, LocalDate date, int which) {
    long deployed = Math.floorDiv(date.toEpochDay() + 5L * rank, (long) DEPLOYED_DAYS);
    return AccessNetwork.shared(Draws.of(seed, "service address", rank, deployed, which));
  }
}
