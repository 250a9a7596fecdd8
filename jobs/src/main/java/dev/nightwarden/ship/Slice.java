package dev.nightwarden.ship;

import dev.nightwarden.table.Fence;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a store is asked to hold.
 *
 * @param tables the data sets, each with the dates to replace
 * @param database the deployment's database; null where none is configured
 * @param fence whose run asks; null where nobody asked for the lease
 */
public record Slice(List<StoredTable> tables, Database database, Fence fence) {
  public Slice {
    tables = List.copyOf(tables);
  }

  /** The data set of a name. */
  public StoredTable table(String name) {
    return tables.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("there is no data set " + name));
  }

  /** The data set, or the first of several: for stores that {@link Store#holdsAny}. */
  public StoredTable data() {
    return tables.get(0);
  }

  /** The data set {@code malicious_events}. */
  public StoredTable maliciousEvents() {
    return table(MaliciousEvents.NAME);
  }

  /**
   * Makes sure that no other run has taken over. To be called right before what was prepared is put
   * in place.
   *
   * @throws dev.nightwarden.table.FencedException if one has
   */
  public void confirm() {
    if (fence != null) {
      fence.confirm();
    }
  }
}
