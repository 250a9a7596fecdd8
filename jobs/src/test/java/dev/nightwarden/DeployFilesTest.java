package dev.nightwarden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.cli.Nightwarden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import scala.jdk.javaapi.CollectionConverters;

/** The files of {@code configs/deploy}, against what those who read them require. */
class DeployFilesTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path FILES = PROJECT.resolve("configs/deploy");

  /**
   * What a bundle and a job must have; [] stands for each element.
   *
   * <ul>
   *   <li>https://docs.databricks.com/aws/en/dev-tools/bundles/settings: bundle and its name are
   *       required, and a target
   *   <li>https://docs.databricks.com/api/workspace/jobs/create: of a task its key; of a schedule
   *       the expression and the time zone; of a JAR task the main class, with a library that holds
   *       it; of a new cluster the version, the type of node and how many
   *   <li>https://docs.databricks.com/aws/en/dev-tools/bundles/job-task-types#jar-task: where jars
   *       are put, a volume
   * </ul>
   */
  private static final List<String> OF_DATABRICKS =
      List.of(
          "bundle.name",
          "targets.prod",
          "workspace.artifact_path",
          "resources.jobs.nightwarden.name",
          "resources.jobs.nightwarden.schedule.quartz_cron_expression",
          "resources.jobs.nightwarden.schedule.timezone_id",
          "resources.jobs.nightwarden.tasks.[].task_key",
          "resources.jobs.nightwarden.tasks.[].spark_jar_task.main_class_name",
          "resources.jobs.nightwarden.tasks.[].libraries.[].jar",
          "resources.jobs.nightwarden.tasks.[].new_cluster.spark_version",
          "resources.jobs.nightwarden.tasks.[].new_cluster.node_type_id",
          "resources.jobs.nightwarden.tasks.[].new_cluster.num_workers");

  /**
   * What a scheduled application must have.
   *
   * <ul>
   *   <li>https://www.kubeflow.org/docs/components/spark-operator/user-guide/using-sparkapplication:
   *       apiVersion, kind, metadata and spec; the main class of Java, a service account of the
   *       driver
   *   <li>https://github.com/kubeflow/spark-operator/blob/master/docs/api-docs.md, by the types in
   *       api/v1beta2 without omitempty: schedule and template; of the template type, sparkVersion,
   *       mainApplicationFile, driver and executor
   * </ul>
   */
  private static final List<String> OF_KUBERNETES =
      List.of(
          "apiVersion",
          "kind",
          "metadata.name",
          "spec.schedule",
          "spec.template.type",
          "spec.template.mode",
          "spec.template.sparkVersion",
          "spec.template.image",
          "spec.template.mainClass",
          "spec.template.mainApplicationFile",
          "spec.template.driver.serviceAccount",
          "spec.template.executor.instances",
          "spec.template.restartPolicy.type");

  @TempDir Path folder;

  @Test
  void theBundleOfDatabricksHasWhatIsRequired() throws IOException {
    Object bundle = yaml("databricks.yml");
    OF_DATABRICKS.forEach(path -> assertHas(bundle, path));

    String task = "resources.jobs.nightwarden.tasks.[].";
    assertEquals(
        List.of(Nightwarden.class.getName()), at(bundle, task + "spark_jar_task.main_class_name"));
    assertEquals(
        List.of("run", "--config", "${var.files}/nightwarden.yml"),
        at(bundle, task + "spark_jar_task.parameters").get(0));
    assertEquals(List.of("./jobs/target/nightwarden.jar"), at(bundle, task + "libraries.[].jar"));
    assertTrue(
        at(bundle, task + "new_cluster.spark_version").get(0).toString().endsWith("-scala2.13"));
    assertEquals(List.of(1), at(bundle, "resources.jobs.nightwarden.max_concurrent_runs"));
    // Longer than a run waits for one that died elsewhere.
    assertTrue((int) at(bundle, task + "min_retry_interval_millis").get(0) > 2 * 60_000);
  }

  @Test
  void theManifestOfTheSparkOperatorHasWhatIsRequired() throws IOException {
    Object manifest = yaml("kubernetes.yaml");
    OF_KUBERNETES.forEach(path -> assertHas(manifest, path));

    assertEquals(List.of("sparkoperator.k8s.io/v1beta2"), at(manifest, "apiVersion"));
    assertEquals(List.of("ScheduledSparkApplication"), at(manifest, "kind"));
    assertEquals(List.of("Java"), at(manifest, "spec.template.type"));
    assertEquals(List.of(Nightwarden.class.getName()), at(manifest, "spec.template.mainClass"));
    assertEquals(List.of(version("spark.version")), at(manifest, "spec.template.sparkVersion"));
    assertEquals(
        List.of(delta(), "org.apache.hadoop:hadoop-aws:" + version("hadoop.version")),
        at(manifest, "spec.template.deps.packages.[]"));
    assertEquals(
        List.of("/etc/nightwarden"), at(manifest, "spec.template.driver.configMaps.[].path"));
    assertEquals(
        List.of(List.of("run", "--config", "/etc/nightwarden/nightwarden.yml")),
        at(manifest, "spec.template.arguments"));
    assertTrue(
        (int) at(manifest, "spec.template.restartPolicy.onFailureRetryInterval").get(0) > 2 * 60);
  }

  /** https://spark.apache.org/docs/latest/running-on-yarn.html, read by Spark's own parser. */
  @Test
  void theCommandForYarnIsOneThatSparkSubmitTakes() throws Exception {
    SparkSubmitArguments read = submitted("yarn-submit", Map.of("HADOOP_CONF_DIR", "/conf"));
    assertEquals("yarn", read.master());
    assertEquals("client", read.deployMode());
    assertEquals("4", read.numExecutors());
    assertEquals(
        "1", CollectionConverters.asJava(read.sparkProperties()).get("spark.yarn.maxAppAttempts"));
    assertIsANight(read);
  }

  /** https://spark.apache.org/docs/latest/submitting-applications.html, by the same parser. */
  @Test
  void theCommandForStandaloneIsOneThatSparkSubmitTakes() throws Exception {
    SparkSubmitArguments read =
        submitted("standalone-submit", Map.of("MASTER", "spark://host:7077"));
    assertEquals("spark://host:7077", read.master());
    assertEquals("8", read.totalExecutorCores());
    assertIsANight(read);
  }

  private static void assertIsANight(SparkSubmitArguments read) {
    assertEquals(Nightwarden.class.getName(), read.mainClass());
    assertTrue(read.primaryResource().endsWith("jobs/target/nightwarden.jar"));
    assertEquals(
        List.of("run", "--config", "my.yml"), CollectionConverters.asJava(read.childArgs()));
    assertEquals(delta(), read.packages());
    for (String file : List.of(read.files().split(",", -1))) {
      assertTrue(Files.exists(Path.of(file.replaceFirst("^file:(//)?", ""))), file);
    }
  }

  /** What a script gives to spark-submit, as Spark reads it. */
  private SparkSubmitArguments submitted(String script, Map<String, String> environment)
      throws Exception {
    Path home = Files.createDirectories(folder.resolve("bin")).getParent();
    Path stand = home.resolve("bin/spark-submit");
    Files.writeString(stand, "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\" >\"$SPARK_HOME/words\"\n");
    assertTrue(stand.toFile().setExecutable(true));
    Path said = home.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(FILES.resolve(script).toString(), "my.yml")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().putAll(environment);
    assertEquals(0, builder.start().waitFor(), Files.readString(said));
    List<String> words = new ArrayList<>();
    // Spark looks for files where it runs, which is the project's folder.
    for (String word : Files.readAllLines(home.resolve("words"))) {
      words.add(word.replaceAll("(^|,)(test-data|jobs)/", "$1" + PROJECT + "/$2/"));
    }
    return new SparkSubmitArguments(
        CollectionConverters.asScala(words).toSeq(),
        scala.collection.immutable.Map.from(CollectionConverters.asScala(environment)));
  }

  private static String delta() {
    return "io.delta:delta-spark_4.1_2.13:" + version("delta.version");
  }

  private static String version(String property) {
    try {
      Matcher found =
          Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(Pattern.quote(property)))
              .matcher(Files.readString(PROJECT.resolve("pom.xml")));
      assertTrue(found.find(), property);
      return found.group(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Object yaml(String file) throws IOException {
    return new Load(LoadSettings.builder().build())
        .loadFromString(Files.readString(FILES.resolve(file)));
  }

  private static void assertHas(Object document, String path) {
    List<Object> found = at(document, path);
    assertTrue(!found.isEmpty(), path);
    found.forEach(value -> assertNotNull(value, path));
    found.forEach(value -> assertTrue(!value.toString().isBlank(), path));
  }

  /** The values at a path, one for each element where it has []; null where there is none. */
  private static List<Object> at(Object document, String path) {
    List<Object> values = new ArrayList<>();
    values.add(document);
    for (String key : path.split("\\.", -1)) {
      List<Object> inside = new ArrayList<>();
      for (Object value : values) {
        if (key.equals("[]")) {
          inside.addAll(value instanceof List<?> list ? list : List.of());
        } else {
          inside.add(value instanceof Map<?, ?> map ? map.get(key) : null);
        }
      }
      values = inside;
    }
    return values;
  }
}
