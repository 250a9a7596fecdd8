package dev.nightwarden.cli;

import dev.nightwarden.guided.Conversation;
import dev.nightwarden.value.Printable;
import java.io.IOException;
import org.jline.builtins.Completers.FileNameCompleter;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A person at a terminal. Lines can be edited, and names of files are completed. */
final class TerminalConversation implements Conversation, AutoCloseable {
  private static final int LONGEST = 2_000;
  private static final int NARROWEST = 60;
  private static final int WIDTH = 100;
  private static final int HEIGHT = 40;

  private final Terminal terminal;
  private final LineReader reader;

  private TerminalConversation(Terminal terminal) {
    this.terminal = terminal;
    if (terminal.getSize().getColumns() <= 0) {
      // A pseudo-terminal that nobody told its size.
      terminal.setSize(size());
    }
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer(new FileNameCompleter())
            // An exclamation mark in an answer is one.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .variable(LineReader.DISABLE_HISTORY, true)
            .build();
  }

  @SuppressWarnings("deprecation") // JLine 3, which a Spark distribution has, knows no other way.
  private static Size size() {
    return new Size(WIDTH, HEIGHT);
  }

  /** Whether input and output are both a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Spark runs on JDKs before 22, where null says just this.
  static boolean isPossible() {
    return System.console() != null;
  }

  /** Opens the terminal of this process. */
  static TerminalConversation open() throws IOException {
    // JLine would ask the terminal what it can do, and take what a person types meanwhile for the
    // answer.
    System.setProperty("org.jline.terminal.graphemeCluster", "false");
    return new TerminalConversation(
        TerminalBuilder.builder().system(true).jni(false).ffm(false).exec(true).dumb(true).build());
  }

  /** The same with another terminal. */
  static TerminalConversation at(Terminal terminal) {
    return new TerminalConversation(terminal);
  }

  @Override
  public void say(String line) {
    terminal.writer().println(Printable.printable(line, LONGEST));
    terminal.flush();
  }

  @Override
  public String ask(String question, String fallback) {
    String proposal = fallback == null ? "" : " [" + Printable.printable(fallback, LONGEST) + "]";
    String prompt = Printable.printable(question, LONGEST) + proposal + " > ";
    while (true) {
      String answer;
      try {
        answer = reader.readLine(prompt).strip();
      } catch (UserInterruptException interrupt) {
        throw new Ended(true);
      } catch (EndOfFileException end) {
        throw new Ended(false);
      }
      if (!answer.isEmpty() || fallback != null) {
        return answer.isEmpty() ? fallback : answer;
      }
    }
  }

  @Override
  public boolean isAttended() {
    return true;
  }

  @Override
  public int width() {
    int width = terminal.getSize().getColumns();
    return width < NARROWEST ? WIDTH : width;
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
