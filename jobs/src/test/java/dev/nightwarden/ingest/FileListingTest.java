package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.table.PlainFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListingTest {
  private static final Excluded NOTHING = new Excluded(List.of());

  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name :
        List.of(
            "a.json",
            "b.csv",
            ".c.json",
            "_SUCCESS",
            "day=1/d.json",
            "day=1/deep/e.json",
            "_tmp/f.json",
            "[g].json",
            "a b:c.json")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private String names(String path) throws IOException {
    String prefix = folder + "/";
    return FileListing.list(new Configuration(), path, NOTHING).files().stream()
        .map(file -> file.path().replace(prefix, ""))
        .collect(Collectors.joining(" | "));
  }

  @Test
  void findsFilesFoldersAndPatterns() throws IOException {
    assertEquals("a.json", names(folder + "/a.json"));
    assertEquals("a.json", names(folder.toUri() + "a.json"));
    assertEquals(
        "[g].json | a b:c.json | a.json | b.csv | day=1/d.json | day=1/deep/e.json",
        names(folder.toString()));
    assertEquals("[g].json | a b:c.json | a.json", names(folder + "/*.json"));
    assertEquals("a.json | b.csv", names(folder + "/{a,b}.*"));
    assertEquals("day=1/d.json", names(folder + "/day=*/*.json"));
    assertEquals("a.json | day=1/d.json", names(folder + "/{a.json,day=?/d.*}"));
    assertEquals("day=1/d.json | day=1/deep/e.json", names(folder + "/d*"));
    assertEquals("[g].json", names(folder + "/[g].json"), "a name, though it looks like a pattern");
    assertEquals(".c.json", names(folder + "/.c.json"), "hidden, but asked for");
    assertEquals("", names(folder + "/none*"));
    assertEquals("", names(folder + "/none/there.json"));
  }

  @Test
  void listedFilesCanBeOpenedAgain() throws IOException {
    for (SourceFile file :
        FileListing.list(new Configuration(), folder.toString(), NOTHING).files()) {
      assertEquals(
          file.length(),
          PlainFiles.of(FileListing.path(file), new Configuration())
              .getFileStatus(FileListing.path(file))
              .getLen(),
          file.path());
    }
  }

  @Test
  void aRelativePathIsMadeAbsolute() throws IOException {
    try (Stream<Path> here = Files.list(Path.of(""))) {
      Path file = here.filter(Files::isRegularFile).findAny().orElseThrow();
      assertEquals(
          file.toAbsolutePath().toString(),
          FileListing.list(new Configuration(), file.toString(), NOTHING).files().get(0).path());
    }
  }
}
