package dev.nightwarden.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/** Where a file that a config or a query names is, on the machine that asks. */
public final class ShippedFiles {
  private ShippedFiles() {}

  /**
   * The file of a path: itself, where this machine has it; else the file of its name that was
   * shipped with {@code --files}, where there is one; else the path as given.
   */
  public static Path locate(String path) {
    Path given = Path.of(path);
    Path name = given.getFileName();
    if (Files.exists(given) || name == null) {
      return given;
    }
    if (SparkEnv.get() != null) {
      Path shipped = Path.of(SparkFiles.get(name.toString()));
      if (Files.exists(shipped)) {
        return shipped;
      }
    }
    return isDriverOfACluster() && Files.exists(name) ? name : given;
  }

  /** Such a driver gets the files into the folder that it runs in, before it has a session. */
  private static boolean isDriverOfACluster() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"))
        || Boolean.getBoolean("spark.kubernetes.submitInDriver");
  }
}
