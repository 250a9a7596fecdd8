package dev.nightwarden.feature.flag;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in flags. */
public final class FlagTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(
        Base64Data.class,
        TransferAbove.class,
        InList.class,
        NotInList.class,
        BeaconingDetector.class,
        Beaconing.class,
        FirstSeen.class,
        Burst.class,
        Spray.class,
        Guessing.class,
        ImpossibleTravel.class);
  }
}
