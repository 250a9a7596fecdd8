package dev.nightwarden.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * What is known of many values: in memory while they are few, beyond that in RocksDB on the local
 * disk, so that an actor whose every message has a value of its own costs time and not memory.
 *
 * @param <V> what is known of a value
 */
final class SpilledMap<V> implements AutoCloseable {
  /** What an entry of a hash map takes beside its text, in bytes. */
  private static final int ENTRY = 100;

  private final Form<V> form;
  private final long memory;
  private Map<String, V> inMemory = new HashMap<>();
  private long used;
  private OnDisk<V> onDisk;

  /** What is known of a value, as bytes. */
  interface Form<V> {
    byte[] write(V known);

    V read(byte[] bytes);
  }

  /**
   * @param memory how many bytes the values may take, as far as can be told
   */
  SpilledMap(Form<V> form, long memory) {
    this.form = form;
    this.memory = memory;
  }

  /** What is known of a value; null for nothing. */
  V get(String value) {
    return onDisk == null ? inMemory.get(value) : onDisk.get(value);
  }

  void put(String value, V known) {
    if (onDisk == null && inMemory.put(value, known) == null) {
      used += ENTRY + 2L * value.length();
      if (used > memory) {
        onDisk = new OnDisk<>(form);
        inMemory.forEach(onDisk::put);
        inMemory = null;
      }
    } else if (onDisk != null) {
      onDisk.put(value, known);
    }
  }

  /** Keeps what {@link #get} gave and was changed since. */
  void changed(String value, V known) {
    if (onDisk != null) {
      onDisk.put(value, known);
    }
  }

  @Override
  public void close() {
    if (onDisk != null) {
      onDisk.close();
      onDisk = null;
    }
  }

  private static final class OnDisk<V> implements AutoCloseable {
    private static final long BUFFER = 16L << 20;

    private final Form<V> form;
    private final Path folder;
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB values;

    OnDisk(Form<V> form) {
      this.form = form;
      RocksDB.loadLibrary();
      unlogged = new WriteOptions().setDisableWAL(true);
      options = new Options().setCreateIfMissing(true).setWriteBufferSize(BUFFER);
      try {
        folder = Files.createTempDirectory("nightwarden-counts");
        values = RocksDB.open(options, folder.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "no disk space for the counts of an actor with many values", e);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    V get(String value) {
      try {
        byte[] known = values.get(value.getBytes(StandardCharsets.UTF_8));
        return known == null ? null : form.read(known);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    void put(String value, V known) {
      try {
        values.put(unlogged, value.getBytes(StandardCharsets.UTF_8), form.write(known));
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() {
      values.close();
      options.close();
      unlogged.close();
      try {
        PathUtils.deleteDirectory(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(folder + " could not be deleted", e);
      }
    }

    private static IllegalStateException failed(RocksDBException e) {
      return new IllegalStateException("the counts of an actor could not be kept on disk", e);
    }
  }
}
