package dev.nightwarden.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.PlainSession;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class MetricFunctionsTest {
  private static final SparkSession spark = PlainSession.session();

  private static Row select(String expressions) {
    // A table, so that the functions run as they do in a job and are not folded away.
    return spark.sql("SELECT " + expressions + " FROM (SELECT explode(array(1)) AS one)").head();
  }

  @Test
  void everyMetricHasItsNameInSql() {
    Row row =
        select(
            """
            digit_count('e6603'), digit_share('abc1'), shannon_entropy('abcd'),
            base32_entropy('mzxw6ytboi'), base64_entropy('Zm9vYmFy'), label_count('a.b.c'),
            registered_domain('www.bbc.co.uk'), public_suffix('www.bbc.co.uk'),
            popularity_rank('www.google.com', 'built-in'), is_empty_name('.'),
            is_address('192.0.2.1'), dga_score('qxvkzjhwpd.example'),
            edit_distance_to('paypa1.com', array('google.com', 'paypal.com')),
            is_base64('3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs='),
            has_base64('[192.0.2.1]')
            """);
    assertEquals(4, row.getInt(0));
    assertEquals(0.25, row.getDouble(1));
    assertEquals(2.0, row.getDouble(2), 1e-12);
    assertEquals(Entropy.bits("foobar"), row.getDouble(3), 1e-12);
    assertEquals(Entropy.bits("foobar"), row.getDouble(4), 1e-12);
    assertEquals(3, row.getInt(5));
    assertEquals("bbc.co.uk", row.getString(6));
    assertEquals("co.uk", row.getString(7));
    assertEquals(1, row.getInt(8));
    assertEquals(true, row.getBoolean(9));
    assertEquals(true, row.getBoolean(10));
    assertEquals(GeneratedName.bits("qxvkzjhwpd"), row.getDouble(11), 1e-12);
    assertEquals(1, row.getInt(12));
    assertEquals(true, row.getBoolean(13));
    assertEquals(false, row.getBoolean(14));
  }

  @Test
  void takesWhatIsNoTextAsText() {
    assertEquals(3, select("digit_count(1.25D)").getInt(0));
    assertEquals(1, select("edit_distance_to(124, array(123))").getInt(0));
  }
}
