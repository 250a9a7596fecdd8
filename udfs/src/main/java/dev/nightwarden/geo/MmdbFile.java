package dev.nightwarden.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Reader.FileMode;
import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A MaxMind database file, mapped into memory, one for all threads of a JVM. A file that was
 * replaced is opened again by whoever opens it next.
 */
final class MmdbFile<T> {
  /** Answers kept, for an actor's addresses repeat; started afresh when full. */
  private static final int ANSWERS = 1 << 16;

  private static final Map<Path, MmdbFile<?>> OPEN = new ConcurrentHashMap<>();

  private final Path path;
  private final FileTime modified;
  private final long size;
  private final Edition<T> edition;
  private final DatabaseReader reader;
  private final Map<String, T> answers = new ConcurrentHashMap<>();

  private MmdbFile(
      Path path, FileTime modified, long size, Edition<T> edition, DatabaseReader reader) {
    this.path = path;
    this.modified = modified;
    this.size = size;
    this.edition = edition;
    this.reader = reader;
  }

  /**
   * What a kind of database answers.
   *
   * @param name for messages: {@code City}
   * @param types parts of the type names that will do
   * @param query asks for an address; empty where it is not known
   * @param not the answer of which only the status is known
   */
  record Edition<T>(String name, List<String> types, Query<T> query, Function<Status, T> not) {}

  /** Asks a reader. */
  interface Query<T> {
    Optional<T> ask(DatabaseReader reader, InetAddress address) throws IOException, GeoIp2Exception;
  }

  /**
   * Opens a file, or gives the one already open.
   *
   * @throws IllegalArgumentException for a file that is missing, truncated, no database, or of
   *     another edition
   */
  @SuppressWarnings("unchecked")
  static <T> MmdbFile<T> open(Path given, Edition<T> edition) {
    Path path = given.toAbsolutePath().normalize();
    try {
      if (!Files.isRegularFile(path)) {
        throw new IllegalArgumentException(
            "%s: no such file; MaxMind's %s database (.mmdb) belongs there"
                .formatted(given, edition.name()));
      }
      FileTime modified = Files.getLastModifiedTime(path);
      long size = Files.size(path);
      return (MmdbFile<T>)
          OPEN.compute(
              path,
              (key, open) ->
                  open != null
                          && open.modified.equals(modified)
                          && open.size == size
                          && open.edition.equals(edition)
                      ? open
                      : new MmdbFile<>(path, modified, size, edition, read(given, edition)));
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot be read".formatted(given), e);
    }
  }

  private static DatabaseReader read(Path path, Edition<?> edition) {
    DatabaseReader reader;
    try {
      reader =
          new DatabaseReader.Builder(path.toFile())
              .fileMode(FileMode.MEMORY_MAPPED)
              .withCache(new CHMCache())
              .build();
    } catch (InvalidDatabaseException | RuntimeException e) {
      // What the library throws depends on which bytes are missing.
      throw new IllegalArgumentException(
          "%s: truncated, or no MaxMind database: %s".formatted(path, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot be read".formatted(path), e);
    }
    String type = reader.metadata().databaseType();
    if (edition.types().stream().noneMatch(type::contains)) {
      throw new IllegalArgumentException(
          "%s: is a %s database; %s is needed (a type with %s in its name)"
              .formatted(path, type, edition.name(), String.join(" or ", edition.types())));
    }
    return reader;
  }

  /** The answer for an address as logs write it, of several for the last; never null. */
  T find(String ip) {
    if (WrittenAddress.isAbsent(ip)) {
      return edition.not().apply(Status.NONE);
    }
    T known = answers.get(ip);
    if (known != null) {
      return known;
    }
    InetAddress address = Addresses.parse(ip);
    if (address == null) {
      WrittenAddress written = WrittenAddress.of(ip, Take.LAST);
      return written == null ? edition.not().apply(Status.MALFORMED) : find(written.literal());
    }
    T found;
    try {
      Status otherwise = Addresses.isPrivate(address) ? Status.PRIVATE : Status.UNKNOWN;
      found = edition.query().ask(reader, address).orElseGet(() -> edition.not().apply(otherwise));
    } catch (IOException | GeoIp2Exception | RuntimeException e) {
      throw new IllegalStateException(
          "%s: is damaged, fetch it again: %s".formatted(path, e.getMessage()), e);
    }
    if (answers.size() >= ANSWERS) {
      answers.clear();
    }
    answers.put(ip, found);
    return found;
  }
}
