package dev.nightwarden.predictive;

import java.io.Serializable;

/**
 * Of one field of a profile: how the actor's own values, those of its peers and those of everybody
 * are drawn.
 */
public record Parameters(PitmanYor own, PitmanYor peers, PitmanYor organisation)
    implements Serializable {
  /** Of a field of which too little was seen to tell. */
  public static final Parameters UNKNOWN =
      new Parameters(new PitmanYor(0, 5), new PitmanYor(0, 5), new PitmanYor(.5, 1));
}
