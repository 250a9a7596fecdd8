package dev.nightwarden.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.pipeline.Validation;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.reporter.OptionalReporter;
import dev.nightwarden.reporter.Reporter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeverHadTest {
  private static Validation report(List<String> lines, Reporter reporter) {
    Profile profile = Logins.profile(reporter);
    Notes notes = new Notes();
    new NeverHad(profile).tell(Observe.watched(Logins.messages(lines), profile), notes);
    return notes.validation();
  }

  /** The first of the people has no city in its messages. */
  private static List<String> logins(int people, int without, int messages) {
    List<String> lines = new ArrayList<>();
    for (int person = 0; person < people; person++) {
      for (int i = 0; i < messages; i++) {
        lines.add(
            "01 p%d %s"
                .formatted(person, person < without ? "\"city\":null" : "\"city\":\"Rome\""));
      }
    }
    return lines;
  }

  @Test
  void aMandatoryFieldThatActorsNeverHaveIsAWarningWithTheirShare() {
    assertEquals(
        List.of(
            "profiles.logins.fields.city: 31 of 43 actors never have it; reporter"
                + " mandatory scores 1"
                + " on each of their 62 events: use optional"),
        report(logins(43, 31, 2), new Mandatory(1)).warnings());
    assertEquals(
        new Validation(List.of(), List.of(), List.of()),
        report(logins(43, 31, 2), new OptionalReporter(1)));
  }

  @Test
  void oneActorInManyIsALineUnlessManyOfTheMessagesAreItsOwn() {
    List<String> lines = logins(43, 1, 1);
    assertEquals(
        List.of(
            "profiles.logins.fields.city: 1 of 43 actors never has it; reporter mandatory"
                + " scores 1 on"
                + " each of their 1 event: use optional"),
        report(lines, new Mandatory(1)).lines());
    for (int i = 0; i < 9; i++) {
      lines.add("02 p0 \"n\":1");
    }
    assertEquals(
        List.of(
            "profiles.logins.fields.city: 1 of 43 actors never has it; reporter mandatory"
                + " scores 1 on"
                + " each of their 10 events: use optional"),
        report(lines, new Mandatory(1)).warnings());
  }

  @Test
  void aFieldThatEverybodyLacksNowAndThenIsToldByItsMessages() {
    List<String> lines = logins(2, 0, 18);
    lines.add("02 p0 \"n\":1");
    lines.add("02 p1 \"n\":1");
    assertEquals(
        List.of(
            "profiles.logins.fields.city: 2 of 38 messages do not have it, and reporter"
                + " mandatory scores 1 for each of them: use optional"),
        report(lines, new Mandatory(1)).warnings());
  }
}
