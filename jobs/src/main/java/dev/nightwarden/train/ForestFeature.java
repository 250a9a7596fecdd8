package dev.nightwarden.train;

import dev.nightwarden.forest.Feature;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;

/**
 * What a forest looks at in a message.
 *
 * @param key null: the feature's name
 */
public record ForestFeature(
    @Key(
            doc =
                "How it becomes numbers: place (an object with x, y and z), owner (of a network),"
                    + " user_agent, hour (of the event time), category (any value), number.",
            required = true)
        Feature.Kind kind,
    @Key(doc = "The path, dotted; by default the feature's name. An hour has none.") String key)
    implements Checked {
  @Override
  public void check() {
    if (kind == Feature.Kind.HOUR && key != null) {
      throw new IllegalKeyException(
          "key",
          "is %s; a feature of kind hour takes the event time: leave key out".formatted(key));
    }
  }
}
