package dev.nightwarden.table;

/**
 * How large a table is.
 *
 * @param rows null where the statistics of some files are missing
 * @param bytes of its data files
 * @param files how many these are
 */
public record TableSize(Long rows, long bytes, long files) {
  /** Nothing. */
  public static final TableSize NONE = new TableSize(0L, 0, 0);

  /** How much larger this one is; less than 0 where it shrank. */
  public TableSize since(TableSize before) {
    return new TableSize(
        rows == null || before.rows == null ? null : rows - before.rows,
        bytes - before.bytes,
        files - before.files);
  }
}
