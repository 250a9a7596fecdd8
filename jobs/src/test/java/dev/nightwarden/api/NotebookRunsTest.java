package dev.nightwarden.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notebooks from start to end, in Jupyter, as a reader runs them. */
@Tag("long")
class NotebookRunsTest {
  private static final Path CLASS_PATH =
      Notebooks.PROJECT.resolve("notebooks/target/notebook.classpath");

  private static final String DONE = "\nexit code 0";

  @TempDir Path folder;

  static List<Path> notebooks() throws IOException {
    return Notebooks.jupyter();
  }

  @BeforeEach
  void needsJupyter() {
    assumeTrue(
        Notebooks.isThere("jupyter", "nbconvert", "--version"),
        "there is no jupyter-nbconvert to run notebooks with; apt-get install jupyter-nbconvert");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void saysWhatIsKept(Path notebook) throws Exception {
    assertTrue(Files.exists(CLASS_PATH), CLASS_PATH + " is made by mvn -Plong process-classes");
    Path copy = folder.resolve(notebook.getFileName());
    Files.copy(notebook, copy, StandardCopyOption.REPLACE_EXISTING);

    // Jupyter looks for free ports, which another process may take before the kernel does; a kernel
    // that starts on a busy machine may also miss what Jupyter first asks it.
    int attempts = 0;
    String said = execute(copy);
    while (said.matches("(?s).*Kernel (died before replying|didn't respond).*") && ++attempts < 3) {
      said = execute(copy);
    }
    assertTrue(said.endsWith(DONE), said);

    assertEquals(Notebooks.said(notebook), Notebooks.said(copy));
  }

  /** Gives what was said, and whether it succeeded. */
  private String execute(Path notebook) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash", Notebooks.PROJECT + "/scripts/notebook", "execute", notebook.toString());
    builder.environment().put("NIGHTWARDEN_CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("NOTEBOOK_JAVA_OPTS", "-Xmx2g -Djava.io.tmpdir=" + folder);
    Path said = folder.resolve("said");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertTrue(process.waitFor(20, TimeUnit.MINUTES), () -> "not done in 20 minutes");
      return Files.readString(said) + (process.exitValue() == 0 ? DONE : "");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
