package dev.nightwarden.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
 * How often each of many values was counted: in memory while they are few, beyond that in RocksDB
 * on the local disk, so that an actor whose every message has a value of its own costs time and not
 * memory.
 */
final class ValueCounts implements AutoCloseable {
  /** What an entry of a hash map takes beside its text, in bytes. */
  private static final int ENTRY = 100;

  private final long memory;
  private Map<String, Count> inMemory = new HashMap<>();
  private long used;
  private OnDisk onDisk;

  /**
   * @param memory how many bytes the values may take, as far as can be told
   */
  ValueCounts(long memory) {
    this.memory = memory;
  }

  /** Adds a weight, which may be negative, to a value's count and returns the count before. */
  long add(String value, long weight) {
    if (onDisk != null) {
      return onDisk.add(value, weight);
    }
    Count count = inMemory.get(value);
    if (count != null) {
      long before = count.amount;
      count.amount += weight;
      return before;
    }
    used += ENTRY + 2L * value.length();
    if (used > memory) {
      spill();
      return onDisk.add(value, weight);
    }
    inMemory.put(value, new Count(weight));
    return 0;
  }

  private void spill() {
    onDisk = new OnDisk();
    inMemory.forEach((value, count) -> onDisk.add(value, count.amount));
    inMemory = null;
  }

  @Override
  public void close() {
    if (onDisk != null) {
      onDisk.close();
      onDisk = null;
    }
  }

  private static final class Count {
    private long amount;

    Count(long amount) {
      this.amount = amount;
    }
  }

  private static final class OnDisk implements AutoCloseable {
    private static final long BUFFER = 16L << 20;

    private final Path folder;
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB counts;

    OnDisk() {
      RocksDB.loadLibrary();
      unlogged = new WriteOptions().setDisableWAL(true);
      options = new Options().setCreateIfMissing(true).setWriteBufferSize(BUFFER);
      try {
        folder = Files.createTempDirectory("nightwarden-counts");
        counts = RocksDB.open(options, folder.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "no disk space for the counts of an actor with many values", e);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    long add(String value, long weight) {
      byte[] key = value.getBytes(StandardCharsets.UTF_8);
      try {
        byte[] known = counts.get(key);
        long before = known == null ? 0 : ByteBuffer.wrap(known).getLong();
        byte[] after = ByteBuffer.allocate(Long.BYTES).putLong(before + weight).array();
        counts.put(unlogged, key, after);
        return before;
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() {
      counts.close();
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
