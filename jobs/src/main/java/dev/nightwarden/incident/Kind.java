package dev.nightwarden.incident;

import java.util.List;

/** A kind of incident that can be planted. */
interface Kind {
  /** Its word on the command line and in labels. */
  String name();

  /** What happens, and what its strengths are, for people. */
  String doc();

  /** What makes it hard to find. */
  String hardness();

  /** Techniques of MITRE ATT&amp;CK. */
  List<String> techniques();

  /**
   * Plants one.
   *
   * @throws Impossible if the log has nothing to make it of
   */
  Planted plant(Plot plot) throws Impossible;

  /**
   * What was planted.
   *
   * @param messages in the order of time, at least one
   * @param note whose messages they are made of, for people
   */
  record Planted(List<Recorded> messages, String note) {
    public Planted {
      messages = List.copyOf(messages);
    }
  }

  /** Why a log has nothing to make an incident of. */
  final class Impossible extends Exception {
    private static final long serialVersionUID = 1L;

    Impossible(String reason) {
      super(reason, null, false, false);
    }
  }
}
