package dev.nightwarden.observe;

import dev.nightwarden.value.Printable;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * An expression that may fail on a row, evaluated so that the row survives: a struct (never null)
 * of {@code value}, null where the evaluation failed, and {@code error}, why it did (bounded text
 * fit for a log line), null where it did not.
 */
public final class Attempt extends Interpreted {
  static final String VALUE = "value";
  static final String ERROR = "error";

  private static final long serialVersionUID = 1L;
  private static final int SHOWN_LENGTH = 300;

  public Attempt(Expression child) {
    super(child);
  }

  /** The attempt of a column. */
  static Column of(Column column) {
    return ExpressionUtils.column(new Attempt(ExpressionUtils.expression(column)));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Interpreted: in code that Spark generates, parts that expressions share are computed before
   * them all, where no attempt could catch what they throw.
   */
  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return super.doGenCode(context, code);
  }

  @Override
  public Object eval(InternalRow row) {
    try {
      return new GenericInternalRow(new Object[] {child().eval(row), null});
    } catch (Exception | StackOverflowError failure) {
      return new GenericInternalRow(new Object[] {null, UTF8String.fromString(shown(failure))});
    }
  }

  private static String shown(Throwable failure) {
    // Which function of ours it was says nothing to whoever wrote the expression.
    boolean isWrapped =
        failure instanceof SparkThrowable told
            && "FAILED_EXECUTE_UDF".equals(told.getCondition())
            && failure.getCause() != null;
    if (isWrapped) {
      return shown(failure.getCause());
    }
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    String line = message == null ? name : message.strip().lines().findFirst().orElse(name);
    return Printable.printable(line, SHOWN_LENGTH);
  }

  @Override
  public DataType dataType() {
    return new StructType()
        .add(VALUE, child().dataType(), true)
        .add(ERROR, DataTypes.StringType, true);
  }

  @Override
  protected Expression over(Expression other) {
    return new Attempt(other);
  }
}
