package dev.nightwarden.cli;

import dev.nightwarden.guided.Conversation;
import dev.nightwarden.value.Printable;
import java.io.PrintWriter;

/** Nobody to ask: every question gets what was proposed. */
record Unattended(PrintWriter out) implements Conversation {
  private static final int LONGEST = 2_000;

  @Override
  public void say(String line) {
    out.println(Printable.printable(line, LONGEST));
    out.flush();
  }

  @Override
  public String ask(String question, String fallback) {
    if (fallback == null) {
      throw new IllegalArgumentException(
          "init --yes cannot answer: %s".formatted(Printable.printable(question, LONGEST)));
    }
    return fallback;
  }

  @Override
  public boolean isAttended() {
    return false;
  }
}
