package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a file that several want at once; {@link ObjectStoreTest} asks a real store. */
class ClaimsTest {
  @TempDir java.nio.file.Path folder;

  @Test
  void onThisMachineTheFirstHasIt() throws Exception {
    java.nio.file.Path file = folder.resolve("new/1.json");
    Path path = new Path(file.toUri());
    Configuration conf = new Configuration();
    Claims claims =
        new Claims(SharedSpark.session(), path.getFileSystem(conf), conf, Duration.ZERO);
    claims.claim(path, "first");
    claims.claim(path, "second");
    assertEquals("first", Files.readString(file));
  }

  @Test
  void aStoreThatHeedsTheConditionIsAskedTwiceAndKeepsTheFirst() throws Exception {
    Path path = new Path("s3://heedful" + folder + "/1.json");
    Claims claims = claims(Heedful.class, path, Duration.ofHours(1));
    claims.claim(path, "first");
    claims.claim(path, "second");
    assertEquals("first", Files.readString(folder.resolve("1.json")));
    assertEquals(4, Heedful.asked.get());
  }

  @Test
  void whereTheConditionIsIgnoredTheLastOfThoseWhoWroteAtOnceHasIt() throws Exception {
    Path path = new Path("s3://heedless" + folder + "/1.json");
    Claims claims = claims(Heedless.class, path, Duration.ofMillis(500));
    List<Callable<String>> claimants = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String text = "claimed by " + i;
      claimants.add(
          () -> {
            claims.claim(path, text);
            return Files.readString(folder.resolve("1.json")).strip();
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Set<String> seen = new TreeSet<>();
    try {
      for (Future<String> claimant : threads.invokeAll(claimants)) {
        seen.add(claimant.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, seen.size(), seen::toString);
    assertTrue(seen.iterator().next().startsWith("claimed by "), seen::toString);
  }

  private static Claims claims(Class<? extends FileSystem> type, Path path, Duration settle)
      throws IOException {
    Configuration conf = new Configuration();
    conf.setClass("fs.s3.impl", type, FileSystem.class);
    conf.setBoolean("fs.s3.impl.disable.cache", true);
    return new Claims(SharedSpark.session(), path.getFileSystem(conf), conf, settle);
  }

  /** A folder that says of itself that it is an object store with conditional writes. */
  public static class Heedless extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("s3:/");
    }

    @Override
    protected void checkPath(Path path) {
      // Any path is one of this machine's.
    }

    @Override
    public boolean hasPathCapability(Path path, String capability) {
      return true;
    }

    @Override
    public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
      return new Builder(this, path);
    }

    /** Whether the file may be made. */
    boolean allows(Path path) throws IOException {
      assertFalse(path.getName().isEmpty());
      return true;
    }
  }

  /** One that is. */
  public static final class Heedful extends Heedless {
    private static final AtomicInteger asked = new AtomicInteger();

    @Override
    boolean allows(Path path) throws IOException {
      asked.incrementAndGet();
      return !exists(path);
    }
  }

  private static final class Builder
      extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
    Builder(FileSystem files, Path path) {
      super(files, path);
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      assertEquals(
          Set.of("fs.option.create.conditional.overwrite"), getMandatoryKeys(), "must be heeded");
      if (!((Heedless) getFS()).allows(getPath())) {
        throw new IOException("412 Precondition Failed");
      }
      return getFS().create(getPath(), true);
    }
  }
}
