package dev.nightwarden.organisation;

import dev.nightwarden.organisation.Tool.Deed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What one person works with, and on: some applications more than others, some documents again and
 * again, and neither for ever.
 */
final class Work {
  /** Documents that a person has at hand in one application. */
  private static final int AT_HAND = 20;

  /** Documents that a department has in one application. */
  private static final int SHELF = 3_000;

  private static final long MOST_BYTES = 50_000_000_000L;

  private final long seed;
  private final Organisation organisation;
  private final Member member;
  private final LocalDate date;
  private final List<Use> uses = new ArrayList<>();

  /** An application, and how much of a person's work is done with it. */
  private record Use(Tool tool, double share) {}

  /**
   * Something done.
   *
   * @param tool with what
   * @param deed what
   * @param resource on what
   * @param bytes how much was moved; null where nothing was
   */
  record Done(Tool tool, Deed deed, String resource, Long bytes) {}

  Work(long seed, Organisation organisation, Member member, LocalDate date) {
    this.seed = seed;
    this.organisation = organisation;
    this.member = member;
    this.date = date;
    for (Tool tool : organisation.tools()) {
      double share = tool.shareOf(member.department());
      if (share > 0) {
        uses.add(new Use(tool, share * liking(tool)));
      }
    }
  }

  /** How much they like it: some not at all, until they take it up; it comes and goes slowly. */
  private double liking(Tool tool) {
    Draws draws = Draws.of(seed, "liking", member.rank(), tool.name());
    double always = draws.logNormal(1, .6);
    double swing = .5 * Math.sin(2 * Math.PI * (date.toEpochDay() / draws.between(80, 300)));
    boolean isTakenUp = tool.share() >= 7 || !draws.chance(.25);
    LocalDate taken = organisation.settings().from().plusDays((long) draws.exponential(300));
    return isTakenUp || !date.isBefore(taken) ? always * Math.exp(swing) : 0;
  }

  Done next(Draws draws) {
    // Now and then somebody helps out elsewhere.
    Tool tool =
        draws.chance(.004)
            ? draws.of(organisation.tools())
            : draws.weighted(uses, Use::share).tool();
    Deed deed = draws.weighted(tool.actions(), Deed::weight);
    return new Done(tool, deed, resource(draws, tool), deed.movesBytes() ? bytes(draws) : null);
  }

  private String resource(Draws draws, Tool tool) {
    double which = draws.between(0, 1);
    long number;
    if (which < .7) {
      int slot = draws.zipf(AT_HAND, 1.2);
      long days = 40 + 8L * slot;
      long turn = Math.floorDiv(date.toEpochDay() + 7L * member.rank() + 11L * slot, days);
      number = Draws.of(seed, "at hand", member.rank(), tool.name(), slot, turn).below(SHELF * 10);
    } else if (which < .95) {
      number = draws.zipf(SHELF, 1.1);
    } else {
      number = SHELF * 10L + draws.below(1_000_000);
    }
    return "%s/%s/%d"
        .formatted(tool.name(), tool.isEverybodys() ? "all" : member.department(), number);
  }

  private long bytes(Draws draws) {
    double usual = Draws.of(seed, "bytes", member.rank()).logNormal(400_000, 1);
    boolean isMonthEnd = date.getDayOfMonth() >= 28 && member.department().equals("finance");
    return Math.min(MOST_BYTES, (long) draws.logNormal(isMonthEnd ? 4 * usual : usual, 1.6));
  }
}
