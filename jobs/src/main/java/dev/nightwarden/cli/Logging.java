package dev.nightwarden.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.api.LayoutComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.LoggerComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.RootLoggerComponentBuilder;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Where log lines go: Nightwarden's own to the terminal, Spark's only with {@code -vv}. */
final class Logging {
  /** What a terminal acts on or hides: controls but tab and line breaks, marks of direction. */
  private static final String UNSEEN =
      "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]";

  /** Messages and stacks may quote the logs: a line break in them begins no line of its own. */
  private static final String LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss'Z'}{UTC} %-5level %replace{%encode{%msg}{CRLF}}{"
          + UNSEEN
          + "}{\uFFFD}%n";

  private static final String LINE_WITH_STACK =
      LINE + "%replace{%replace{%xEx}{" + UNSEEN + "}{\uFFFD}}{\n(?=.)}{\n    }";

  /** The logger of what is printed to the terminal anyway: it writes to the log file alone. */
  static final String FAILURES = "nightwarden.failures";

  /** For a command that talks to a person: the log of what it does meanwhile is not for them. */
  static final int QUIET = -1;

  private Logging() {}

  /**
   * @param verbosity {@link #QUIET}: errors; 0: the night; 1: and its details; 2: and Spark's
   * @param logFile where the same lines also go; null: nowhere else
   * @throws IllegalArgumentException if it cannot be written
   */
  static void configure(int verbosity, String logFile) {
    String problem = logFile == null ? null : whyUnwritable(logFile);
    apply(verbosity, problem == null ? logFile : null);
    if (problem != null) {
      throw new IllegalArgumentException(
          "--log-file %s cannot be written: %s".formatted(logFile, problem));
    }
  }

  /** What stands against writing a file; null for nothing. */
  private static String whyUnwritable(String logFile) {
    try {
      Path file = Path.of(logFile).toAbsolutePath();
      if (Files.isDirectory(file)) {
        return "it is a folder";
      }
      if (!Files.isDirectory(file.getParent())) {
        Files.createDirectories(file.getParent());
      }
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      return null;
    } catch (AccessDeniedException e) {
      return "permission denied";
    } catch (FileAlreadyExistsException e) {
      return e.getFile() + " is not a folder";
    } catch (IOException | InvalidPathException e) {
      return e.getMessage();
    }
  }

  private static void apply(int verbosity, String logFile) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.ERROR);
    String pattern = verbosity <= 0 ? LINE : LINE_WITH_STACK;
    // Spark takes a root logger at ERROR for one that nobody has configured.
    Level others = verbosity <= 0 ? Level.FATAL : verbosity == 1 ? Level.WARN : Level.INFO;
    RootLoggerComponentBuilder root = builder.newRootLogger(others);
    AppenderComponentBuilder console =
        builder
            .newAppender("terminal", "Console")
            .addAttribute("target", "SYSTEM_ERR")
            .add(layout(builder, pattern));
    builder.add(console);
    root.add(builder.newAppenderRef("terminal"));
    LoggerComponentBuilder failures =
        builder.newLogger(FAILURES, Level.ERROR).addAttribute("additivity", false);
    if (logFile != null) {
      builder.add(
          builder
              .newAppender("file", "File")
              .addAttribute("fileName", logFile)
              .add(layout(builder, LINE_WITH_STACK)));
      root.add(builder.newAppenderRef("file"));
      failures.add(builder.newAppenderRef("file"));
    }
    builder.add(failures);
    builder.add(root);
    Level own = verbosity >= 1 ? Level.DEBUG : verbosity == QUIET ? Level.ERROR : Level.INFO;
    builder.add(builder.newLogger("dev.nightwarden", own));
    Configurator.reconfigure(builder.build());
  }

  private static LayoutComponentBuilder layout(
      ConfigurationBuilder<BuiltConfiguration> builder, String pattern) {
    return builder
        .newLayout("PatternLayout")
        .addAttribute("pattern", pattern)
        .addAttribute("alwaysWriteExceptions", false);
  }
}
