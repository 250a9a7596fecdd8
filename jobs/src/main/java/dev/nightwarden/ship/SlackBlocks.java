package dev.nightwarden.ship;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What Slack shows of events: blocks of Block Kit, within its limits. */
final class SlackBlocks {
  /** Characters of a section, as Slack counts them. */
  static final int MAX_SECTION = 3_000;

  /** Blocks of a message. */
  static final int MAX_BLOCKS = 50;

  private final ArrayNode blocks = JsonNodeFactory.instance.arrayNode();

  /** The first message of a digest: who and how many, then each event, then where to look. */
  static ArrayNode first(Digest digest, Link link) {
    SlackBlocks made = new SlackBlocks();
    made.section(digest.alert() == null ? found(digest) : alerted(digest));
    digest.events().forEach(made::event);
    if (digest.more() > 0) {
      made.context("and %d more, in the thread".formatted(digest.more()));
    }
    made.context(closer(digest.events().get(0), link));
    if (digest.alert() != null) {
      made.context("it was fine: " + SlackText.code(EventWords.verdict(digest.alert())));
    }
    return made.blocks;
  }

  private static String found(Digest digest) {
    return "*%s* of %s on %s, %s\n%s"
        .formatted(
            EventWords.count(digest.events().size() + digest.more()),
            SlackText.code(EventWords.actor(digest.actor())),
            digest.eventDate(),
            EventWords.when(digest),
            SlackText.escaped(EventWords.strength(digest.events())));
  }

  private static String alerted(Digest digest) {
    return "*%s*: %s on %s, %s\n%s"
        .formatted(
            EventWords.risk(digest.alert()),
            SlackText.code(EventWords.actor(digest.actor())),
            digest.eventDate(),
            EventWords.weight(digest),
            fitting(EventWords.reason(digest.alert())));
  }

  /** A message in the thread of a digest. */
  static ArrayNode further(Digest digest) {
    SlackBlocks made = new SlackBlocks();
    digest.events().forEach(made::event);
    if (digest.more() > 0) {
      made.context("and %d more".formatted(digest.more()));
    }
    return made.blocks;
  }

  /** The one message of all that a run may not send one by one. */
  static ArrayNode rest(Rest rest, Link link) {
    SlackBlocks made = new SlackBlocks();
    made.section("*%s*, not shown one by one".formatted(SlackText.escaped(EventWords.title(rest))));
    for (Digest digest : rest.first()) {
      made.section(
          "%s %s\n%s"
              .formatted(
                  SlackText.code(EventWords.actor(digest.actor())),
                  SlackText.escaped(EventWords.restLine(digest)),
                  closer(digest.events().get(0), link)));
    }
    String tail = EventWords.restTail(rest);
    if (!tail.isEmpty()) {
      made.context(tail);
    }
    return made.blocks;
  }

  /** Where to look closer at an event: by a link, and by the command. */
  private static String closer(Event event, Link link) {
    String command = SlackText.code(EventWords.explain(event));
    return link.of(event)
        .map(to -> "<%s|look closer> %s".formatted(SlackText.escaped(to), command))
        .orElse(command);
  }

  /** What stands where blocks cannot be shown, such as in the notification of a telephone. */
  static String plain(String title) {
    return SlackText.code(title);
  }

  private void event(Event event) {
    StringBuilder text = new StringBuilder();
    text.append(
        "*%s* %s (%s)"
            .formatted(
                EventWords.time(event),
                SlackText.code(EventWords.profile(event)),
                SlackText.escaped(EventWords.strength(event.score(), event.severity()))));
    List<String> reasons = EventWords.reasons(event);
    for (int i = 0; i < reasons.size(); i++) {
      String line = "\n\u2022 " + fitting(reasons.get(i));
      if (text.length() + line.length() > MAX_SECTION - 30) {
        text.append("\n\u2022 and %d more".formatted(reasons.size() - i));
        break;
      }
      text.append(line);
    }
    section(text.toString());
  }

  /** A reason as code, cut until it fits a section with what stands around it. */
  private static String fitting(String reason) {
    int length = reason.length();
    String code = SlackText.code(reason);
    while (code.length() > MAX_SECTION - 600) {
      length = length * 2 / 3;
      int end = Character.isHighSurrogate(reason.charAt(length - 1)) ? length - 1 : length;
      code = SlackText.code(reason.substring(0, end) + "...");
    }
    return code;
  }

  private void section(String text) {
    ObjectNode block = blocks.addObject();
    block.put("type", "section");
    block.set("text", mrkdwn(text));
  }

  private void context(String text) {
    ObjectNode block = blocks.addObject();
    block.put("type", "context");
    block.putArray("elements").add(mrkdwn(text));
  }

  private static ObjectNode mrkdwn(String text) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", "mrkdwn");
    node.put("text", text);
    // Names of channels and people, and addresses, stay text.
    node.put("verbatim", true);
    return node;
  }
}
