package dev.nightwarden.incident;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An attack that somebody recorded, under the victim's name: kind {@code sequence}.
 *
 * @param title where it is from
 * @param messages in the order of time, at least one
 * @param keepsAgent whether the messages keep what the attacker's tool says of itself; else they
 *     say what the victim's program says
 */
record RecordedSequence(String title, List<Recorded> messages, boolean keepsAgent) implements Kind {
  /** Its word in labels. */
  static final String NAME = "sequence";

  /** A shorter text is a part of too many others. */
  private static final int SHORTEST = 6;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "A recorded attack, at its own pace.";
  }

  @Override
  public String hardness() {
    return "it is as its file has it";
  }

  @Override
  public List<String> techniques() {
    return List.of(title);
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    Account victim = plot.victim();
    Recorded occasion = plot.occasion(victim);
    Map<String, Object> agent = keepsAgent ? Map.of() : agent(plot, victim);
    List<Recorded> adopted =
        messages.stream().map(message -> adopted(message, plot.shape().constants())).toList();
    String note = "recorded: " + title;
    if (!keepsAgent && agent.isEmpty()) {
      note += "; as the log tells no program's name, the tool's stays where the records have one";
    }
    return new Planted(plot.moved(victim, adopted, plot.near(occasion.micros()), agent), note);
  }

  /** What the victim's programs say most often. */
  private static Map<String, Object> agent(Plot plot, Account victim) {
    Map<Map<String, Object>, Integer> counts = new LinkedHashMap<>();
    victim
        .messages()
        .forEach(message -> counts.merge(plot.shape().agentOf(message), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  /** With the numbers of the log's own account or customer in place of the recorded ones. */
  private static Recorded adopted(Recorded message, Map<String, Object> constants) {
    Map<String, Object> leaves = Leaves.of(message.data());
    Map<String, String> texts = new HashMap<>();
    constants.forEach(
        (path, own) -> {
          Object recorded = leaves.get(path);
          if (recorded != null && recorded.toString().length() >= SHORTEST) {
            texts.put(recorded.toString(), own.toString());
          }
        });
    Map<String, Object> data =
        Leaves.map(
            message.data(),
            (path, value) -> {
              if (constants.containsKey(path)) {
                return constants.get(path);
              }
              if (!(value instanceof String text)) {
                return value;
              }
              return replaced(text, texts);
            });
    return new Recorded(
        message.transport(),
        message.id(),
        message.micros(),
        message.actor() == null ? null : replaced(message.actor(), texts),
        data,
        message.sourceFile(),
        message.ingested());
  }

  private static String replaced(String text, Map<String, String> texts) {
    String replaced = text;
    for (var each : texts.entrySet()) {
      replaced = replaced.replace(each.getKey(), each.getValue());
    }
    return replaced;
  }
}
