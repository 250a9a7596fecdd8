package dev.nightwarden.night;

import dev.nightwarden.table.ConditionalLogStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.storage.LogStore;
import org.apache.spark.sql.delta.storage.LogStore$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Files that are made only where there are none: of several who want one at once, one makes it.
 *
 * <p>On this machine the file system sees to that, elsewhere Delta's log store, which the tables
 * rely on too. On S3 the log store that Delta takes by itself knows of one driver alone; there the
 * store is asked, by a write on condition that there is no such object (Hadoop's S3A from 3.4.2
 * on), and asked again whether it heeds the condition.
 *
 * @param settle how long a claim is left to show on a store that heeds none, before it is looked
 *     whose it is: longer than a small write takes
 */
record Claims(SparkSession spark, FileSystem files, Configuration conf, Duration settle) {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  private static final Set<String> S3 = Set.of("s3", "s3a", "s3n");

  /** A user's own log store, such as the one of Delta that asks DynamoDB. */
  private static final String LOG_STORE = "spark.delta.logStore.";

  /**
   * Makes a file, or does nothing where it is there: who made it is told by what it says.
   *
   * @throws IOException if it can neither be made nor is there
   */
  void claim(Path file, String text) throws IOException {
    try {
      if (isLocal(file)) {
        java.nio.file.Path local = local(file);
        Files.createDirectories(local.getParent());
        Files.writeString(local, text, StandardOpenOption.CREATE_NEW);
      } else if (!isAskedItself(file)) {
        write(file, text, false);
      } else if (!isSure(file, text)) {
        claimUnsurely(file, text);
      }
    } catch (FileAlreadyExistsException another) {
      // Its maker is told by what it says.
    }
  }

  /** Writes a file that may be there. */
  void write(Path file, String text, boolean overwrite) throws IOException {
    LogStore store = LogStore$.MODULE$.apply(spark);
    store.write(file, CollectionConverters.asScala(List.of(text).iterator()), overwrite, conf);
  }

  static boolean isLocal(Path file) {
    return file.toUri().getScheme().equals("file");
  }

  static java.nio.file.Path local(Path file) {
    return java.nio.file.Path.of(file.toUri().getPath());
  }

  private boolean isAskedItself(Path file) {
    String scheme = file.toUri().getScheme();
    String ours = ConditionalLogStore.class.getName();
    return S3.contains(scheme)
        && spark.conf().get(LOG_STORE + scheme + ".impl", ours).equals(ours)
        && spark.conf().getOption(LOG_STORE + "class").isEmpty();
  }

  /** Claims on condition; whether the store is one that heeds it. */
  private boolean isSure(Path file, String text) throws IOException {
    if (!ConditionalLogStore.isPossible(files, file)) {
      return false;
    }
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    ConditionalLogStore.create(files, file, content);
    // Now that it is there, a store that makes it once more makes it for anybody.
    return !ConditionalLogStore.create(files, file, content);
  }

  /** The last of those who write at once keeps it; each looks when all must have written. */
  private void claimUnsurely(Path file, String text) throws IOException {
    log.warn(
        "The object store of {} does not refuse to make a file that is there: of two runs that"
            + " begin in the same seconds both may work, and two that work may overwrite each"
            + " other's commits. Start runs at different times, from one place; or take Hadoop"
            + " 3.4.2 and a store with conditional writes (fs.s3a.create.conditional.enabled), or"
            + " set spark.delta.logStore.{}.impl to io.delta.storage.S3DynamoDBLogStore",
        file.getParent(),
        file.toUri().getScheme());
    if (!files.exists(file)) {
      write(file, text, true);
    }
    try {
      Thread.sleep(settle.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it took the lease", e);
    }
  }
}
