package dev.nightwarden.night;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.util.Optional;

/** Where it is written down who holds a warehouse, for all processes and machines that may ask. */
interface Holders {
  /** The latest holder, one that is gone too; none if there never was one. */
  Optional<Holder> latest();

  /**
   * Writes down the next holder, unless another was quicker: of several who come after the same
   * one, one at most is the {@link #latest} then. A conflict with another's commit may be thrown.
   *
   * @param previous the latest; null for none
   */
  void succeed(Holder previous, Holder next);

  /** Writes down what is new of a holder; the {@link #latest} stays who came after it. */
  void update(Holder holder);

  /** Those of a warehouse: files in a folder, rows of a table in a catalog, which has no folder. */
  static Holders of(Warehouse warehouse) {
    return warehouse
        .folder(Table.LEASE)
        .<Holders>map(folder -> new HolderFiles(warehouse, folder))
        .orElseGet(() -> new HolderRows(warehouse));
  }
}
