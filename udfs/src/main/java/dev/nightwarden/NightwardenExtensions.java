package dev.nightwarden;

import dev.nightwarden.sql.SqlFunction;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Makes the functions known to every session: {@code --conf
 * spark.sql.extensions=dev.nightwarden.NightwardenExtensions}.
 */
public final class NightwardenExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (SqlFunction function : NightwardenFunctions.all()) {
      extensions.injectFunction(
          new Tuple3<>(
              NightwardenFunctions.identifier(function),
              NightwardenFunctions.info(function),
              NightwardenFunctions.builder(function)));
    }
    return BoxedUnit.UNIT;
  }
}
