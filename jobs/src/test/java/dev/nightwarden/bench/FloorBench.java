package dev.nightwarden.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What small nights cost as whole processes, against a {@linkplain BareSpark bare program}: a run
 * with nothing new, a night of 250 messages on 30 days of history, and the demo. The four take
 * turns; one more turn of each, which is not timed, counts Spark's jobs and tasks and the commits
 * to Delta tables.
 */
public final class FloorBench {
  private static final int HISTORY = 30;
  private static final int MESSAGES = 250;
  private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

  private final Path root;
  private final List<String> submit;
  private String javaOptions = System.getenv().getOrDefault("NIGHTWARDEN_JAVA_OPTS", "");
  private int nights;

  private FloorBench(Path root, List<String> submit) {
    this.root = root;
    this.submit = submit;
  }

  /** One run of a process. */
  private record Run(double wall, double processor) {}

  /** A kind of process, and what its runs took. */
  private static final class Case {
    private final String name;
    private final List<Run> runs = new ArrayList<>();
    private long jobs;
    private long tasks;
    private long commits;

    Case(String name) {
      this.name = name;
    }

    double wall() {
      return Bench.median(runs.stream().mapToDouble(Run::wall).toArray());
    }

    double processor() {
      return Bench.median(runs.stream().mapToDouble(Run::processor).toArray());
    }
  }

  /** {@code floor [ROUNDS [MASTER]]}: with a master, all under {@code spark-submit}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    List<String> submit = args.length > 1 ? List.of("--master", args[1]) : List.of();
    Path root = Files.createTempDirectory("nightwarden-floor");
    try {
      new FloorBench(root, submit).measure(rounds);
    } finally {
      Bench.delete(root);
    }
  }

  private void measure(int rounds) throws IOException, InterruptedException {
    Case bare = new Case("bare");
    Case nothing = new Case("nothing_new");
    Case small = new Case("small_night");
    Case demo = new Case("demo");
    bare();
    Files.writeString(root.resolve("small.yml"), config());
    for (; nights < HISTORY; nights++) {
      writeNight();
    }
    small();
    demo("kept");
    for (int round = 0; round < rounds; round++) {
      bare.runs.add(bare());
      nothing.runs.add(demo("kept"));
      small.runs.add(nextNight());
      demo.runs.add(demo("new" + round));
    }
    count(bare, "table", this::bare);
    count(nothing, "kept", () -> demo("kept"));
    count(small, "small", this::nextNight);
    count(demo, "counted", () -> demo("counted"));
    System.out.println("                 wall s  processor s   jobs   tasks  commits");
    for (Case each : List.of(bare, nothing, small, demo)) {
      System.out.printf(
          Locale.ROOT,
          "%-14s %8.1f %12.1f %6d %7d %8d%n",
          each.name,
          each.wall(),
          each.processor(),
          each.jobs,
          each.tasks,
          each.commits);
    }
    for (Case each : List.of(nothing, small, demo)) {
      System.out.printf(
          Locale.ROOT, "ratio_%s_over_bare=%.2f%n", each.name, each.wall() / bare.wall());
    }
  }

  /** What makes one run of a case. */
  private interface Turn {
    Run run() throws IOException, InterruptedException;
  }

  private void count(Case each, String folder, Turn turn) throws IOException, InterruptedException {
    Path events = Files.createDirectories(root.resolve("events-" + each.name));
    long before = commits(root.resolve(folder));
    String options = javaOptions;
    javaOptions =
        options
            + " -Dspark.eventLog.enabled=true -Dspark.eventLog.compress=false"
            + " -Dspark.eventLog.dir=file:"
            + events;
    turn.run();
    javaOptions = options;
    each.commits = commits(root.resolve(folder)) - before;
    try (Stream<Path> logs = Files.walk(events)) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        try (Stream<String> lines = Files.lines(log)) {
          lines.forEach(
              line -> {
                each.jobs += line.startsWith("{\"Event\":\"SparkListenerJobStart\"") ? 1 : 0;
                each.tasks += line.startsWith("{\"Event\":\"SparkListenerTaskEnd\"") ? 1 : 0;
              });
        }
      }
    }
  }

  private static long commits(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(".*/_delta_log/\\d+\\.json")).count();
    }
  }

  private Run bare() throws IOException, InterruptedException {
    Path table = root.resolve("table");
    List<String> command = java();
    if (!submit.isEmpty()) {
      command.add("org.apache.spark.deploy.SparkSubmit");
      command.addAll(submit);
      command.addAll(List.of("--class", BareSpark.class.getName(), "jobs/target/nightwarden.jar"));
    } else {
      command.add(BareSpark.class.getName());
    }
    command.add(table.toString());
    if (Files.exists(table)) {
      command.add("read");
    }
    return run(command);
  }

  /** This JVM's own options, which {@code scripts/bench} takes from the launcher. */
  private List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-opens")) {
        command.add(option);
      }
    }
    Arrays.stream(javaOptions.split(" ")).filter(o -> !o.isEmpty()).forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  private Run nightwarden(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("scripts/nightwarden"));
    command.addAll(submit);
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  private Run demo(String folder) throws IOException, InterruptedException {
    Path out = root.resolve(folder);
    return nightwarden(
        "run",
        "--config",
        "configs/example.yml",
        "--set",
        "warehouse=" + out,
        "--set",
        "shippers.csv.filename=" + out + ".csv",
        "--set",
        "report.path=" + out + "-report");
  }

  private Run nextNight() throws IOException, InterruptedException {
    writeNight();
    nights++;
    return small();
  }

  private Run small() throws IOException, InterruptedException {
    return nightwarden("run", "--config", root.resolve("small.yml").toString());
  }

  private void writeNight() throws IOException {
    NightBench.write(root, nights, MESSAGES, FIRST.plusDays(nights), 100);
  }

  private String config() {
    return NightBench.yaml(root, root.resolve("small"));
  }

  /** Runs a command; its output is shown only if it fails. */
  private Run run(List<String> command) throws IOException, InterruptedException {
    Path output = root.resolve("output");
    List<String> timed =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%R %U %S'; time \"${@:2}\" >\"$1\" 2>&1",
                "bash",
                output.toString()));
    timed.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(timed);
    builder.environment().put("NIGHTWARDEN_JAVA_OPTS", javaOptions);
    Process process = builder.start();
    String times =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed:\n" + Files.readString(output));
    }
    double[] seconds = Arrays.stream(times.split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new Run(seconds[0], seconds[1] + seconds[2]);
  }
}
