package dev.nightwarden.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this JVM laid out the classes that a run needed, kept in a file from which the next JVMs take
 * them (class-data sharing): they start in about half the time.
 */
final class ClassData {
  /** Set by the launcher to the file's name where there is none yet. */
  private static final String FILE = "nightwarden.class-data";

  /** A file has about 200 MB. The JVM exits if a disk is full, so there must be more. */
  private static final long LEAST_SPACE = 1L << 30;

  private static final Logger log = LoggerFactory.getLogger(ClassData.class);

  private ClassData() {}

  /** Writes the file if the launcher asks for it; nothing depends on it. */
  static void keep() {
    String file = System.getProperty(FILE);
    if (file == null) {
      return;
    }
    try {
      write(Path.of(file));
    } catch (IOException | JMException e) {
      log.warn("Class data for faster starts could not be kept in {}: {}", file, e.getMessage());
    }
  }

  private static void write(Path file) throws IOException, JMException {
    if (Files.getFileStore(file.getParent()).getUsableSpace() < LEAST_SPACE) {
      return;
    }
    log.info("Keeping class data for faster starts, once");
    String name = file.getFileName() + ".part-";
    try (DirectoryStream<Path> unfinished =
        Files.newDirectoryStream(file.getParent(), name + "*")) {
      for (Path part : unfinished) {
        Files.delete(part);
      }
    }
    // A JVM that is given a part of such a file crashes.
    Path part = file.resolveSibling(name + ProcessHandle.current().pid());
    dump(part);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What {@code jcmd VM.cds dynamic_dump} does; the JVM says so on standard output. */
  private static void dump(Path file) throws JMException {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "vmCds",
              new Object[] {new String[] {"dynamic_dump", file.toString()}},
              new String[] {String[].class.getName()});
    } finally {
      System.setOut(out);
    }
  }
}
