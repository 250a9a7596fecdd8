package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final int ALL = Integer.MAX_VALUE;

  @Test
  void areNoneOfNothing() {
    assertFalse(messages(List.of(), new Messages.Form(true, 10, 1)).hasNext());
  }

  @Test
  void tellOfALongDigestInParts() {
    List<String> told = told(Told.events("ann", 25), new Messages.Form(true, 10, ALL));
    assertEquals(
        List.of("ann 10 events, 15 more", "... ann 10 events, 5 more", "... ann 5 events, 0 more"),
        told);
  }

  @Test
  void countInTheLastPartWhatADigestDoesNotShow() {
    List<Notification> all = new ArrayList<>();
    messages(Told.events("ann", Digest.MAX_EVENTS + 7), new Messages.Form(true, 40, ALL))
        .forEachRemaining(all::add);
    assertEquals(List.of(40L, 40L, 27L), all.stream().map(Notification::events).toList());
    assertEquals(7, all.get(2).digest().more());
    assertEquals(20, all.get(2).digest().events().size());
  }

  @Test
  void gatherInOneWhatIsBeyondTheCap() {
    List<Event> events = new ArrayList<>();
    for (String actor : List.of("ann", "bob", "eve", "joe")) {
      events.addAll(Told.events(actor, 3));
    }
    assertEquals(
        List.of("ann 3 events, 0 more", "bob 3 events, 0 more", "rest: 2 digests, 6 events"),
        told(events, new Messages.Form(true, 10, 2)));
    assertEquals(
        List.of(
            "ann 3 events, 0 more",
            "bob 3 events, 0 more",
            "eve 3 events, 0 more",
            "joe 3 events, 0 more"),
        told(events, new Messages.Form(true, 10, 3)));
  }

  @Test
  void tellOfEachEventByItselfWhereNoDigestsAreWanted() {
    assertEquals(
        List.of("ann 1 events, 0 more", "ann 1 events, 0 more"),
        told(Told.events("ann", 2), new Messages.Form(false, 1, ALL)));
  }

  @Test
  void tellOfEachEventOnceWhateverTheForm() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      List<Event> events = new ArrayList<>();
      for (int actor = random.nextInt(8); actor > 0; actor--) {
        events.addAll(Told.events("u" + actor, 1 + random.nextInt(150)));
      }
      Messages.Form form =
          new Messages.Form(random.nextBoolean(), 1 + random.nextInt(30), 1 + random.nextInt(5));
      List<String> told = new ArrayList<>();
      int heads = 0;
      Messages messages = messages(events, form);
      while (messages.hasNext()) {
        Notification message = messages.next();
        message.eventIds().values().forEach(told::addAll);
        heads += message.isContinued() ? 0 : 1;
      }
      assertEquals(events.stream().map(Event::eventId).toList(), told);
      assertEquals(told.size(), new TreeSet<>(told).size());
      assertEquals(true, heads <= form.maxDigests() + 1);
    }
  }

  private static Messages messages(List<Event> events, Messages.Form form) {
    return new Messages(events.iterator(), event -> true, form);
  }

  private static List<String> told(List<Event> events, Messages.Form form) {
    List<String> told = new ArrayList<>();
    messages(events, form)
        .forEachRemaining(
            message ->
                told.add(
                    message.rest() != null
                        ? "rest: %d digests, %d events"
                            .formatted(message.rest().digests(), message.rest().events())
                        : "%s%s %d events, %d more"
                            .formatted(
                                message.isContinued() ? "... " : "",
                                message.digest().actor(),
                                message.digest().events().size(),
                                message.digest().more())));
    return told;
  }
}
