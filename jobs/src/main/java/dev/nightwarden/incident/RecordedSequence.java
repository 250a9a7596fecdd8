package dev.nightwarden.incident;

import java.util.HashMap;
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
    Map<String, Object> agent = new HashMap<>();
    if (!keepsAgent) {
      agent.putAll(plot.shape().originOf(occasion));
      agent.keySet().removeAll(plot.shape().place());
    }
    List<Recorded> adopted =
        messages.stream().map(message -> adopted(message, plot.shape().constants())).toList();
    return new Planted(
        plot.moved(victim, adopted, plot.near(occasion.micros()), agent), "recorded: " + title);
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
              String adopted = text;
              for (var replaced : texts.entrySet()) {
                adopted = adopted.replace(replaced.getKey(), replaced.getValue());
              }
              return adopted;
            });
    return message.with(message.id(), data);
  }
}
