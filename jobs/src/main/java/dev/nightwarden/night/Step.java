package dev.nightwarden.night;

import java.util.Locale;

/** The steps that wait for dates: each hands its dates to the next. */
public enum Step {
  /** Messages to feature counts. */
  OBSERVE,
  /** Messages and counts to the reporters' anomalies. */
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
