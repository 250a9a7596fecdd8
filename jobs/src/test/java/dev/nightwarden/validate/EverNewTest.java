package dev.nightwarden.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.reporter.Mandatory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class EverNewTest {
  /** 20 days of two people, each with three messages a day. */
  private static List<String> warnings(IntFunction<String> city) {
    List<String> lines = new ArrayList<>();
    for (int message = 0; message < 120; message++) {
      lines.add(
          "%02d p%d \"city\":%s".formatted(1 + message / 6, message % 2, city.apply(message)));
    }
    Profile profile = Logins.profile(new Mandatory(1));
    Notes notes = new Notes();
    new EverNew(profile).tell(Observe.watched(Logins.messages(lines), profile), notes);
    return notes.validation().warnings();
  }

  @Test
  void valuesThatAreNewAllTheTimeAreNoise() {
    assertEquals(
        List.of(
            "profiles.logins.fields.city: new for their actor in 100% of the 60 later messages; such"
                + " values are new by nature (ids, ports, temporary names) and each would be an"
                + " anomaly: leave the field out, or watch something coarser"),
        warnings(message -> "\"session " + message + "\""));
    assertEquals(1, warnings(message -> "\"session " + message / 6 + "\"").size());
  }

  @Test
  void valuesThatComeBackAreNot() {
    assertEquals(List.of(), warnings(message -> "\"Rome\""));
    // New in the first half, and known in the second.
    assertEquals(List.of(), warnings(message -> "\"city " + message % 60 + "\""));
    assertEquals(List.of(), warnings(message -> "null"));
  }
}
