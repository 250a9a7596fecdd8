package dev.nightwarden.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.investigate.Analyzer;
import dev.nightwarden.investigate.ExponentialDecay;
import dev.nightwarden.investigate.TimeRange;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.pipeline.Validation;
import dev.nightwarden.reporter.Mandatory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdinaryDayTest {
  private static final Analyzer DEFAULT = new ExponentialDecay(0.2, 0.1, 0.5);

  private static final String MORE =
      "give it more logs, or have it look at more of them (--megabytes)";

  /** Twenty people in Rome each day; from the 8th on some of them are elsewhere, for once. */
  private static List<String> logins(int dates, int people, int elsewhere) {
    List<String> lines = new ArrayList<>();
    for (int date = 1; date <= dates; date++) {
      for (int person = 0; person < people; person++) {
        boolean isAway = date > 7 && (person + date * elsewhere) % 20 < elsewhere;
        String city = isAway ? "City %d-%d".formatted(date, person) : "Rome";
        lines.add("%02d p%d \"city\":\"%s\"".formatted(date, person, city));
      }
    }
    return lines;
  }

  private static Validation report(List<String> lines, Analyzer analyzer, int seconds) {
    Notes notes = new Notes();
    new OrdinaryDay(
            Logins.profile(new Mandatory(1)), new TimeRange(seconds, Duration.ZERO), analyzer, true)
        .tell(Logins.messages(lines), notes);
    return notes.validation();
  }

  @Test
  void moreThanOneActorInTwentyIsAWarningThatSaysWhatToChange() {
    Validation report = report(logins(14, 20, 2), DEFAULT, 60);

    // 7 dates x 2 of 20: each a score of 1, and 1 - 0.2 >= 0.5; 1 - 0.6 < 0.63.
    assertEquals(
        List.of(
            "profiles.logins: the reporters would flag 10.0% of the actors on an ordinary day (14 of"
                + " 140 days of an actor, 2025-03-08 to 2025-03-14), most for city 14; with collector:"
                + " {type: time_range, seconds: 600} and analyzer: {type: exponential_decay, weight:"
                + " 0.6, decay: 0.2, threshold: 0.63} it would be 0.0%"),
        report.warnings());
    assertEquals(List.of(), report.problems());
  }

  @Test
  void oneActorInTwentyIsNone() {
    assertEquals(
        new Validation(
            List.of(
                "profiles.logins: the reporters would flag 5.0% of the actors on an ordinary day (7 of"
                    + " 140 days of an actor, 2025-03-08 to 2025-03-14)"),
            List.of(),
            List.of()),
        report(logins(14, 20, 1), DEFAULT, 60));
  }

  @Test
  void whereTheMeasuredSettingsFlagAsManyTheFieldsAreToBlame() {
    List<String> lines = new ArrayList<>(logins(14, 20, 0));
    for (int date = 8; date <= 14; date++) {
      for (int i = 0; i < 6; i++) {
        lines.add("%02d p3 \"city\":\"Odd %d %d\"".formatted(date, date, i));
        lines.add("%02d p4 \"city\":\"Odd %d %d\"".formatted(date, date, i));
      }
    }

    Validation report = report(lines, new ExponentialDecay(0.6, 0.2, 0.63), 600);

    assertEquals(
        List.of(
            "profiles.logins: the reporters would flag 10.0% of the actors on an ordinary day (14 of"
                + " 140 days of an actor, 2025-03-08 to 2025-03-14), most for city 14; watch coarser"
                + " values in these fields, give their reporters less weight, or raise the analyzer's"
                + " threshold"),
        report.warnings());
  }

  @Test
  void withTooLittleItSaysThatItCannotTellAndWhy() {
    String cannot = "profiles.logins: cannot tell how many actors an ordinary day would flag: ";
    assertEquals(
        List.of(cannot + "the sample has messages on 13 dates, at least 14 are needed; " + MORE),
        report(logins(13, 20, 2), DEFAULT, 60).lines());
    assertEquals(
        List.of(
            cannot + "the later 7 dates have 14 days of an actor, at least 20 are needed; " + MORE),
        report(logins(14, 2, 2), DEFAULT, 60).lines());
    assertEquals(
        List.of(cannot + "the sample has messages on 0 dates, at least 14 are needed; " + MORE),
        report(List.of(), DEFAULT, 60).lines());
  }
}
