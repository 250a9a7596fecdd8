package dev.nightwarden.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.forest.Feature.Kind;
import dev.nightwarden.train.ForestReason.Custom;
import dev.nightwarden.train.ForestReason.Part;
import dev.nightwarden.train.ForestReason.Seen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForestReasonTest {
  private static final ForestReason LOGINS =
      new ForestReason(
          "signed in",
          Map.of(
              "place", Kind.PLACE,
              "network", Kind.OWNER,
              "hour", Kind.HOUR,
              "agent", Kind.USER_AGENT,
              "app", Kind.CATEGORY,
              "bytes", Kind.NUMBER));

  private static final List<Custom> USUAL =
      List.of(
          custom("agent", List.of(200, 190, 190, 100, 0, 0), "Firefox", 200),
          custom("network", List.of(190, 213, 212, 150, 0, 0), "Bredband2", 213),
          custom("place", List.of(190, 212, 213, 150, 0, 0), "Linkoping, SE", 213),
          custom("hour", List.of(100, 150, 150, 160, 0, 0), "09:00", 160),
          custom("app", List.of(0, 0, 0, 0, 120, 0), "mail", 120),
          new Custom("bytes", List.of(new Seen("5.0", 3)), List.of(0, 0, 0, 0, 0, 3), 5.0, 1234.5));

  private static Custom custom(String feature, List<Integer> together, String shown, int count) {
    return new Custom(feature, List.of(new Seen(shown, count)), together, null, null);
  }

  private static String reason(Part... parts) {
    return LOGINS.of(List.of(parts), USUAL, 214, false, false);
  }

  @Test
  void placeAndNetworkReadAsASentence() {
    assertEquals(
        "signed in from Changchun, CN on AS4837; 212 of 214 earlier events were in Linkoping, SE on"
            + " Bredband2",
        reason(
            new Part("network", 0.4, "AS4837"),
            new Part("place", 0.3, "Changchun, CN"),
            new Part("agent", 0.05, "Firefox"),
            new Part("hour", -0.1, "09:00")));
  }

  @Test
  void hoursAreTimesAndDevicesAreNamed() {
    assertEquals(
        "signed in at 03:00 UTC; 160 of 214 earlier events were at 09:00 UTC",
        reason(new Part("hour", 0.4, "03:00")));
    assertEquals(
        "signed in from Linkoping, SE with agent curl; 190 of 214 earlier events were in Linkoping,"
            + " SE with agent Firefox",
        reason(new Part("place", 0.3, "Linkoping, SE"), new Part("agent", 0.2, "curl")));
    assertEquals(
        "signed in with app payroll; 120 of 214 earlier events had app mail",
        reason(new Part("app", 0.3, "payroll")));
  }

  @Test
  void numbersAreToldWithTheirRange() {
    assertEquals(
        "signed in with bytes 99999.0; bytes was between 5 and 1234.5 in 214 earlier events",
        reason(new Part("bytes", 0.3, "99999.0")));
  }

  @Test
  void valuesThatWereUsualApartAreToldApart() {
    assertEquals(
        "signed in from Rome, IT with app mail; 213 of 214 earlier events were in Linkoping, SE, 120"
            + " had app mail",
        reason(new Part("app", 0.3, "mail"), new Part("place", 0.3, "Rome, IT")));
  }

  @Test
  void aUsualValueIsNotLeftToStandAlone() {
    assertEquals(
        "signed in with agent Firefox, app payroll; 200 of 214 earlier events had agent Firefox, 120"
            + " had app mail",
        reason(
            new Part("agent", 0.3, "Firefox"),
            new Part("hour", 0.05, "09:00"),
            new Part("app", 0.04, "payroll")));
  }

  @Test
  void aMissingValueIsSaidToBe() {
    assertEquals(
        "signed in from an unknown place on an unknown network without agent; 212 of 214 earlier"
            + " events were in Linkoping, SE on Bredband2",
        reason(
            new Part("place", 0.3, null),
            new Part("network", 0.3, null),
            new Part("agent", 0.2, null)));
    assertEquals(
        "signed in with app mail; 9 of 9 earlier events had no app",
        LOGINS.of(
            List.of(new Part("app", 0.3, "mail")),
            List.of(custom("app", List.of(9), null, 9)),
            9,
            false,
            false));
  }

  @Test
  void eventsOfTheSameDateAndSamplesAreCalledSo() {
    List<Part> parts = List.of(new Part("app", 0.3, "payroll"));

    assertTrue(
        LOGINS
            .of(parts, USUAL, 214, false, true)
            .endsWith("120 of 214 events of that day had app mail"));
    assertTrue(
        LOGINS.of(parts, USUAL, 4096, true, false).contains("of 4096 sampled earlier events"));
  }

  @Test
  void whatALogSaysIsBoundAndCannotActOnATerminal() {
    String reason = reason(new Part("app", 0.3, "\u001b[2J" + "x".repeat(500)));

    assertTrue(reason.startsWith("signed in with app \uFFFD[2Jxxx"), reason);
    assertTrue(reason.contains("x…;"), reason);
    assertTrue(reason.length() < 200, reason);
  }
}
