package dev.nightwarden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.TypedColumn;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.VariantVal;
import org.junit.jupiter.api.Test;

/** The shape of the main code, read from its sources. */
class ArchitectureTest {
  private static final List<Path> MODULES = List.of(Path.of("../udfs"), Path.of("../jobs"));
  private static final int LONGEST_FILE = 400;

  private static final Pattern DECLARED =
      Pattern.compile(
          "(?m)^ *(?:(?:public|protected|private|abstract|static|final|sealed|non-sealed) )*"
              + "(?:class|interface|enum|record|@interface) ([A-Z]\\w*)");

  private static final Pattern IMPORTED =
      Pattern.compile("(?m)^import (?:static )?(dev\\.nightwarden(?:\\.[a-z]\\w*)*)\\.");

  private static final List<String> PLATFORM =
      List.of("java/lang", "java/util", "java/io", "java/nio/file");

  private static final List<Class<?>> SPARK =
      List.of(
          Aggregator.class,
          Broadcast.class,
          Column.class,
          DataFrameReader.class,
          DataFrameWriter.class,
          DataType.class,
          DataTypes.class,
          Dataset.class,
          Encoder.class,
          Encoders.class,
          Estimator.class,
          FlatMapGroupsFunction.class,
          MapFunction.class,
          Metadata.class,
          Model.class,
          Observation.class,
          Param.class,
          RelationalGroupedDataset.class,
          Row.class,
          RowFactory.class,
          SaveMode.class,
          SparkSession.class,
          StructField.class,
          StructType.class,
          Transformer.class,
          TypedColumn.class,
          UserDefinedFunction.class,
          VariantVal.class,
          Vector.class,
          Window.class,
          WindowSpec.class);

  @Test
  void aClassNameMeansOneThing() throws IOException {
    Map<String, List<Path>> files =
        sources().stream().collect(Collectors.groupingBy(ArchitectureTest::name));
    files.values().removeIf(sameName -> sameName.size() == 1);

    assertEquals(Map.of(), files);
  }

  @Test
  void noClassHidesOneOfThePlatform() throws Exception {
    Map<String, String> taken = new HashMap<>(jdk());
    SPARK.forEach(type -> taken.put(type.getSimpleName(), type.getName()));
    assertEquals("java.lang.Module", taken.get("Module"));
    assertEquals("java.nio.file.Path", taken.get("Path"));

    List<String> hiding = new ArrayList<>();
    for (Path source : sources()) {
      Matcher declared = DECLARED.matcher(Files.readString(source));
      while (declared.find()) {
        String other = taken.get(declared.group(1));
        if (other != null) {
          hiding.add("%s declares a %s, as is %s".formatted(source, declared.group(1), other));
        }
      }
    }
    assertEquals(List.of(), hiding);
  }

  @Test
  void noFileIsLong() throws IOException {
    Map<Path, Integer> tooLong = new TreeMap<>();
    for (Path source : sources()) {
      int lines = Files.readAllLines(source).size();
      if (lines > LONGEST_FILE) {
        tooLong.put(source, lines);
      }
    }
    assertEquals(Map.of(), tooLong, "lines of files with more than " + LONGEST_FILE);
  }

  @Test
  void functionsOfValuesNeedNoJobs() throws IOException {
    Set<String> functions = packages(MODULES.get(0));
    for (Path source : sources(MODULES.get(0))) {
      Matcher imported = IMPORTED.matcher(Files.readString(source));
      while (imported.find()) {
        String other = imported.group(1);
        assertTrue(functions.contains(other), () -> "%s imports %s".formatted(source, other));
      }
    }
  }

  @Test
  void packagesHaveNoCircles() throws IOException {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (Path source : sources()) {
      Set<String> needed = needs.computeIfAbsent(packageOf(source), p -> new TreeSet<>());
      Matcher imported = IMPORTED.matcher(Files.readString(source));
      while (imported.find()) {
        needed.add(imported.group(1));
      }
      needed.remove(packageOf(source));
    }
    // What needs nothing that is left is in no circle.
    while (needs.values().removeIf(needed -> needed.stream().noneMatch(needs::containsKey))) {}

    assertEquals(Map.of(), needs, "packages in circles, or that need one that is");
  }

  private static Set<String> packages(Path module) throws IOException {
    return sources(module).stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet());
  }

  private static String packageOf(Path source) {
    String folder = source.getParent().toString().replace('\\', '/');
    return folder.substring(folder.indexOf("/java/") + "/java/".length()).replace('/', '.');
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path module : MODULES) {
      sources.addAll(sources(module));
    }
    assertTrue(sources.size() > 100, sources::toString);
    return sources;
  }

  /** The files of main code with a class. */
  private static List<Path> sources(Path module) throws IOException {
    try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .toList();
    }
  }

  private static String name(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }

  /** The public classes of the JDK that any Java programmer knows, by their simple names. */
  private static Map<String, String> jdk() throws IOException, ClassNotFoundException {
    Map<String, String> names = new HashMap<>();
    Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base");
    for (String folder : PLATFORM) {
      try (Stream<Path> files = Files.list(base.resolve(folder))) {
        for (Path file : files.toList()) {
          String simple = file.getFileName().toString().replace(".class", "");
          if (!Files.isDirectory(file) && simple.matches("[A-Z]\\w*")) {
            String full = folder.replace('/', '.') + "." + simple;
            if (Modifier.isPublic(Class.forName(full, false, null).getModifiers())) {
              names.put(simple, full);
            }
          }
        }
      }
    }
    return names;
  }
}
