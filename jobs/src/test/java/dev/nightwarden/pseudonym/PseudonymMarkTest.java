package dev.nightwarden.pseudonym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymMarkTest {
  private static final String KEY = "0123456789abcdef";

  @TempDir Path folder;
  private Warehouse warehouse;
  private PseudonymMark mark;

  @BeforeEach
  void makeWarehouse() {
    warehouse = new Warehouse(SharedSpark.session(), folder.resolve("w").toString());
    mark = new PseudonymMark(warehouse);
  }

  private static Pseudonyms pseudonyms(String key, String... paths) {
    return new Pseudonyms(new PseudonymSettings(key, List.of()), List.of(paths));
  }

  /** As anything that was made of a record. */
  private void addReject() {
    Row reject = RowFactory.create("id", "logs", null, null, "why", null);
    warehouse.append(
        Table.REJECTS,
        SharedSpark.session().createDataFrame(List.of(reject), Table.REJECTS.schema()));
  }

  private String refused(Pseudonyms pseudonyms) {
    return assertThrows(IllegalKeyException.class, () -> mark.settle(pseudonyms))
        .getMessage()
        .replace(warehouse.location(), "WAREHOUSE");
  }

  @Test
  void writesNothingWhereNamesStay() {
    mark.settle(null);
    mark.confirm(null);
    assertFalse(warehouse.exists(Table.MESSAGES));
    addReject();
    mark.settle(null);
    mark.confirm(null);
  }

  @Test
  void takesTheSameKeyAndPathsAgain() {
    mark.settle(pseudonyms(KEY, "user", "it's, a \\ \"path\" %"));
    addReject();
    mark.settle(pseudonyms(KEY, "it's, a \\ \"path\" %", "user"));
    mark.confirm(pseudonyms(KEY, "user"));
  }

  @Test
  void canChangeUntilSomethingIsThere() {
    mark.settle(pseudonyms(KEY, "user"));
    mark.settle(pseudonyms("another key of 32", "host"));
    addReject();
    mark.settle(pseudonyms("another key of 32", "host"));
    assertTrue(refused(pseudonyms(KEY, "user")).startsWith("pseudonyms.key is not the key of"));
  }

  @Test
  void refusesAnotherKeyOtherPathsAndNone() {
    mark.settle(pseudonyms(KEY, "user", "email"));
    addReject();
    assertEquals(
        "pseudonyms.key is not the key of the pseudonyms in WAREHOUSE: give that one, or set"
            + " warehouse to another place, for which the logs are read again",
        refused(pseudonyms(KEY + "0", "user", "email")));
    assertEquals(
        "pseudonyms hides other paths than it did in WAREHOUSE; no more: email; new: host: a"
            + " profile, an identity or paths changed. Put into pseudonyms.paths what lacks, or set"
            + " warehouse to another place, for which the logs are read again",
        refused(pseudonyms(KEY, "user", "host")));
    assertEquals(
        "pseudonyms is missing, and the names in WAREHOUSE are pseudonyms; set pseudonyms: {key:"
            + " \"${NAME}\", paths: [email, user]}",
        refused(null));
    assertThrows(IllegalKeyException.class, () -> mark.confirm(null));
    assertThrows(IllegalKeyException.class, () -> mark.confirm(pseudonyms(KEY + "0", "user")));
    // Names are found by the key alone.
    mark.confirm(pseudonyms(KEY, "user", "host"));
  }

  @Test
  void refusesAWarehouseWithNames() {
    addReject();
    assertEquals(
        "pseudonyms is new, and WAREHOUSE has messages with the names themselves; set warehouse to"
            + " another place, for which the logs are read again, and remove the old one",
        refused(pseudonyms(KEY, "user")));
    assertThrows(IllegalKeyException.class, () -> mark.confirm(pseudonyms(KEY, "user")));
  }

  @Test
  void saysNothingOfTheKey() {
    mark.settle(pseudonyms(KEY, "user"));
    List<Row> properties =
        SharedSpark.session()
            .sql("SHOW TBLPROPERTIES delta.`" + warehouse.location() + "/messages`")
            .collectAsList();
    assertTrue(properties.toString().contains("nightwarden.pseudonyms"), properties.toString());
    assertFalse(properties.toString().contains(KEY), properties.toString());
  }
}
