package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links among the logs: each file is listed once, whatever leads to it. */
@Timeout(20)
class LinkedFoldersTest {
  @TempDir Path folder;
  private Path logs;

  @BeforeEach
  void makeFiles() throws IOException {
    logs = folder.resolve("logs");
    for (String name : List.of("logs/a.json", "logs/day/b.json", "other/deep/c.json")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private void link(String from, String to) throws IOException {
    Files.createSymbolicLink(folder.resolve(from), Path.of(to));
  }

  private String names(String path) throws IOException {
    return FileListing.list(new Configuration(), path, new Excluded(List.of())).files().stream()
        .map(file -> file.path().substring(file.path().indexOf(folder.toString())))
        .map(file -> file.replace(folder + "/", ""))
        .collect(Collectors.joining(" | "));
  }

  @Test
  void aLinkToItsOwnFolderOrOneAboveIsNotFollowed() throws IOException {
    link("logs/current", ".");
    link("logs/latest", ".");
    link("logs/day/up", "..");
    link("logs/day/top", folder.toString());
    link("logs/nowhere", "nothing/there");
    link("logs/itself", "itself");
    assertEquals("logs/a.json | logs/day/b.json", names(logs.toString()));
    assertEquals("logs/a.json | logs/day/b.json", names(logs.toUri().toString()));
    assertEquals("logs/a.json | logs/day/b.json", names(logs + "/*"));
    assertEquals("logs/day/b.json", names(logs + "/*/*.json"));
    assertEquals("", names(logs + "/*/*/*.json"));
  }

  @Test
  void foldersThatLinkToEachOtherAreReadOnce() throws IOException {
    link("logs/more", "../other");
    link("other/deep/back", "../../logs");
    link("other/deep/again", "../deep");
    assertEquals("logs/a.json | logs/day/b.json | logs/more/deep/c.json", names(logs.toString()));
    assertEquals(
        "logs/a.json | logs/day/b.json | other/deep/c.json",
        names(folder + "/{logs,other}"),
        "under its own name where it has one");
  }

  @Test
  void aFileOfSeveralNamesIsListedUnderItsOwn() throws IOException {
    link("logs/0.json", "a.json");
    link("logs/latest.json", "day/b.json");
    link("logs/outside.json", "../other/deep/c.json");
    link("logs/outside-2.json", "outside.json");
    Files.createLink(logs.resolve("z.json"), logs.resolve("a.json"));
    assertEquals("logs/a.json | logs/day/b.json | logs/outside-2.json", names(logs.toString()));
    assertEquals("logs/latest.json", names(logs + "/latest.json"), "as it was asked for");
  }

  @Test
  void aFolderIsListedThroughTheLinkThatWasNamed() throws IOException {
    link("logs/today", "day");
    link("through", "logs");
    assertEquals("logs/today/b.json", names(logs + "/today"));
    assertEquals("through/a.json | through/day/b.json", names(folder + "/through"));
    assertEquals("through/a.json", names(folder + "/thr*/*.json"));
    assertEquals("logs/day/b.json", names(logs + "/*day/*.json"));
  }
}
