package dev.nightwarden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files that schedulers, containers and alerts are set up with. */
class ScheduleFilesTest {
  private static final Path DEPLOY = Path.of("..", "configs", "deploy");

  @TempDir Path folder;

  private record Ended(int code, String out) {}

  private static Ended run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static String text(String name) throws IOException {
    return Files.readString(DEPLOY.resolve(name));
  }

  /**
   * A launcher that ends with these codes, one after the other, and notes what it was called with.
   */
  private String launcher(int... codes) throws IOException {
    StringBuilder cases = new StringBuilder();
    for (int i = 0; i < codes.length; i++) {
      cases.append("%d) exit %d ;;\n".formatted(i + 1, codes[i]));
    }
    Path file = folder.resolve("launcher");
    Files.writeString(
        file,
        """
        #!/usr/bin/env bash
        echo "$@" >> %1$s/calls
        echo night $(wc -l < %1$s/calls)
        case $(wc -l < %1$s/calls) in
        %2$s
        esac
        """
            .formatted(folder, cases));
    assertTrue(file.toFile().setExecutable(true));
    Files.deleteIfExists(folder.resolve("calls"));
    Files.deleteIfExists(folder.resolve("alert"));
    return file.toString();
  }

  private Ended night(String launcher) throws IOException, InterruptedException {
    return run(
        Map.of(
            "NIGHTWARDEN",
            launcher,
            "NIGHTWARDEN_PAUSE",
            "0",
            "NIGHTWARDEN_ALERT",
            "cat > %s/alert".formatted(folder)),
        DEPLOY.resolve("nightwarden-night").toString(),
        "--config",
        "my config.yml");
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void aNightUnderCronIsTriedAgainAndTellsOfTheLastFailure() throws Exception {
    Ended night = night(launcher(1, 3, 0));
    assertEquals(0, night.code(), night.out());
    assertEquals("run --config my config.yml", calls().get(0));
    assertEquals(3, calls().size());
    assertFalse(Files.exists(folder.resolve("alert")));

    night = night(launcher(1, 1, 1, 1, 0));
    assertEquals(1, night.code(), night.out());
    assertEquals(4, calls().size());
    assertEquals(
        "nightwarden run ended with exit code 1 after 4 of 4 tries\nnight 4\n",
        Files.readString(folder.resolve("alert")));

    night = night(launcher(2, 0));
    assertEquals(2, night.code(), night.out());
    assertEquals(1, calls().size());
    assertTrue(Files.exists(folder.resolve("alert")));
  }

  @Test
  void cronHasALineForTheNightAndOneForTheUpkeep() throws IOException {
    List<String> jobs =
        text("nightwarden.cron").lines().filter(line -> line.matches("[0-9*].*")).toList();
    assertEquals(2, jobs.size());
    for (String job : jobs) {
      // crontab(5): five fields of time, in /etc/cron.d a user, a command without %.
      assertTrue(job.matches("([0-9*]+ +){5}nightwarden +[^%]+"), job);
    }
    assertTrue(jobs.get(0).contains("/nightwarden-night --config "), jobs.get(0));
    assertTrue(jobs.get(1).contains("/nightwarden maintain --config "), jobs.get(1));
  }

  @Test
  void systemdKnowsTheUnits() throws Exception {
    assumeTrue(isThere("systemd-analyze"), "systemd-analyze is not installed");
    String launcher = launcher(0);
    String[] command = {"systemd-analyze", "verify", null, null, null};
    int at = 2;
    for (String unit :
        List.of("nightwarden.service", "nightwarden.timer", "nightwarden-failed.service")) {
      Path copy = folder.resolve(unit);
      Files.writeString(copy, text(unit).replace("/opt/nightwarden/scripts/nightwarden", launcher));
      command[at++] = copy.toString();
    }
    Ended verified = run(Map.of(), command);
    assertEquals(0, verified.code(), verified.out());
    assertFalse(verified.out().contains("nightwarden"), verified.out());
    // systemd.timer(5), systemd.unit(5), systemd.service(5).
    assertTrue(text("nightwarden.timer").contains("\nPersistent=true\n"));
    for (String key :
        List.of("OnFailure=", "Restart=on-failure", "RestartPreventExitStatus=2", "Type=oneshot")) {
      assertTrue(text("nightwarden.service").contains("\n" + key), key);
    }
  }

  /** Keys of airflow.apache.org/docs: DAG, BaseOperator; Airflow itself is not installed here. */
  @Test
  void airflowsDagParsesAndHasWhatItNeeds() throws Exception {
    assumeTrue(isThere("python3"), "python3 is not installed");
    Ended parsed =
        run(
            Map.of(),
            "python3",
            "-c",
            """
            import ast, sys
            tree = ast.parse(open(sys.argv[1]).read())
            found = set()
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dag":
                    found.update(word.arg for word in node.keywords)
                    defaults = [w.value for w in node.keywords if w.arg == "default_args"][0]
                    found.update(key.value for key in defaults.keys)
            print(" ".join(sorted(found)))
            """,
            DEPLOY.resolve("nightwarden_dag.py").toString());
    assertEquals(0, parsed.code(), parsed.out());
    TreeSet<String> found = new TreeSet<>(List.of(parsed.out().strip().split(" ")));
    for (String key :
        List.of(
            "dag_id",
            "schedule",
            "start_date",
            "catchup",
            "max_active_runs",
            "retries",
            "retry_delay",
            "execution_timeout",
            "email",
            "email_on_failure")) {
      assertTrue(found.contains(key), () -> key + " in " + found);
    }
  }

  /** Keys of docs.databricks.com/api/workspace/jobs/create, version 2.1. */
  @Test
  void theDatabricksJobHasWhatItNeeds() throws IOException {
    JsonNode job = new ObjectMapper().readTree(text("databricks-job.json"));
    for (String key :
        List.of(
            "/name",
            "/max_concurrent_runs",
            "/queue/enabled",
            "/schedule/quartz_cron_expression",
            "/schedule/timezone_id",
            "/schedule/pause_status",
            "/email_notifications/on_failure/0",
            "/tasks/0/task_key",
            "/tasks/0/spark_jar_task/main_class_name",
            "/tasks/0/spark_jar_task/parameters/0",
            "/tasks/0/libraries/0/jar",
            "/tasks/0/max_retries",
            "/tasks/0/min_retry_interval_millis",
            "/tasks/0/timeout_seconds",
            "/tasks/0/new_cluster/spark_version",
            "/tasks/0/new_cluster/node_type_id",
            "/tasks/0/new_cluster/num_workers")) {
      assertFalse(job.at(key).isMissingNode(), key);
    }
    assertEquals(
        "dev.nightwarden.cli.Nightwarden",
        job.at("/tasks/0/spark_jar_task/main_class_name").asText());
    assertTrue(job.at("/tasks/0/new_cluster/spark_version").asText().contains("scala2.13"));
    // Seconds, minutes, hours, day of month, month, day of week, one of the days being "?".
    assertTrue(
        job.at("/schedule/quartz_cron_expression").asText().matches("\\d+ \\d+ \\d+ \\* \\* \\?"));
  }

  @Test
  void alertsAreOnMetricsThatRunsWrite() throws IOException {
    String rules = text("prometheus-alerts.yml");
    Object parsed = new Load(LoadSettings.builder().build()).loadFromString(rules);
    assertTrue(parsed.toString().contains("alert=NightwardenMissing"), parsed.toString());
    String written =
        Files.readString(Path.of("src/main/java/dev/nightwarden/status/RunMetrics.java"));
    Matcher metrics = Pattern.compile("expr:.*?(nightwarden_[a-z_]+)").matcher(rules);
    int number = 0;
    while (metrics.find()) {
      number++;
      String metric = "\"" + metrics.group(1) + "\"";
      assertTrue(written.contains(metric), metric);
    }
    assertEquals(3, number);
  }

  @Test
  void theDockerfileCanBeReplayed() throws Exception {
    Ended check = run(Map.of(), "../scripts/replay-dockerfile", "--check");
    assertEquals(0, check.code(), check.out());
    assertEquals("replay-dockerfile: configs/deploy/Dockerfile is sound\n", check.out());
  }
}
