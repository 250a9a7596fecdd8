package dev.nightwarden.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.api.RootLoggerComponentBuilder;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Where log lines go: the night's own to the terminal, Spark's chatter nowhere unless asked. */
final class Logging {
  /** A line break in a message cannot begin a line of its own. */
  private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss} %-5level %encode{%msg}{CRLF}%n";

  private static final String LINE_WITH_STACK = LINE + "%xEx";

  private Logging() {}

  /**
   * @param verbosity 0: the night; 1: and its details; 2: and Spark's
   * @param logFile where the same lines also go; null: nowhere else
   */
  static void configure(int verbosity, String logFile) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.ERROR);
    String pattern = verbosity == 0 ? LINE + "%notEmpty{%xEx{0}}" : LINE_WITH_STACK;
    // Spark takes a root logger at ERROR for one that nobody has configured.
    Level others = verbosity == 0 ? Level.FATAL : verbosity == 1 ? Level.WARN : Level.INFO;
    RootLoggerComponentBuilder root = builder.newRootLogger(others);
    AppenderComponentBuilder console =
        builder
            .newAppender("terminal", "Console")
            .addAttribute("target", "SYSTEM_ERR")
            .add(builder.newLayout("PatternLayout").addAttribute("pattern", pattern));
    builder.add(console);
    root.add(builder.newAppenderRef("terminal"));
    if (logFile != null) {
      builder.add(
          builder
              .newAppender("file", "File")
              .addAttribute("fileName", logFile)
              .add(builder.newLayout("PatternLayout").addAttribute("pattern", LINE_WITH_STACK)));
      root.add(builder.newAppenderRef("file"));
    }
    builder.add(root);
    builder.add(builder.newLogger("dev.nightwarden", verbosity >= 1 ? Level.DEBUG : Level.INFO));
    Configurator.reconfigure(builder.build());
  }
}
