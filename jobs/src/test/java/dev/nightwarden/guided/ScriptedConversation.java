package dev.nightwarden.guided;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Answers in their order, then Enter; keeps all that is said and asked. */
final class ScriptedConversation implements Conversation {
  /** Stands for the end of input. */
  static final String END = "\u0004";

  /** Stands for Ctrl-C. */
  static final String INTERRUPT = "\u0003";

  private final Deque<String> answers;
  private final boolean isAttended;
  final List<String> said = new ArrayList<>();
  final List<String> asked = new ArrayList<>();

  ScriptedConversation(boolean isAttended, String... answers) {
    this.isAttended = isAttended;
    this.answers = new ArrayDeque<>(List.of(answers));
  }

  @Override
  public void say(String line) {
    said.add(line);
  }

  @Override
  public String ask(String question, String fallback) {
    asked.add(question);
    String answer = answers.isEmpty() ? "" : answers.remove();
    if (answer.equals(END) || answer.equals(INTERRUPT)) {
      throw new Ended(answer.equals(INTERRUPT));
    }
    if (answer.isEmpty() && fallback == null) {
      throw new IllegalArgumentException("no answer to " + question);
    }
    return answer.isEmpty() ? fallback : answer;
  }

  @Override
  public boolean isAttended() {
    return isAttended;
  }

  String text() {
    return String.join("\n", said);
  }
}
