package dev.nightwarden.night;

import java.util.Locale;

/** The steps that wait for dates: each hands its dates to the next. */
public enum Step {
  /** Messages to forests; its dates are those that forests have to hear of, see {@link Forests}. */
  TRAIN,
  /** Messages to feature counts. */
  OBSERVE,
  /** Messages, counts and forests to the anomalies of reporters and forests. */
  SCORE,
  /** Anomalies to investigations and malicious events. */
  INVESTIGATE,
  /** Malicious events to every shipper. */
  SHIP,
  /** Malicious events to a page, where the config asks for one. */
  REPORT;

  /** The name in {@code runs}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
