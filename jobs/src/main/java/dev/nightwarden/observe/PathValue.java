package dev.nightwarden.observe;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A path where it stands in an SQL expression, until it is known as which type its value is read.
 *
 * <p>It is public, with its constructor, only because Catalyst copies expressions by reflection.
 */
public final class PathValue extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final int place;
  private final DataType type;
  private final boolean declared;

  /**
   * Names a value.
   *
   * @param place tells the places of one expression apart
   * @param declared whether the type is the transport's word, and final
   */
  public PathValue(String path, int place, DataType type, boolean declared) {
    this.path = path;
    this.place = place;
    this.type = type;
    this.declared = declared;
  }

  String path() {
    return path;
  }

  int place() {
    return place;
  }

  /** Whether it has the record's type, which differs from message to message. */
  boolean isOpen() {
    return !declared && type.equals(DataTypes.StringType);
  }

  PathValue as(DataType decided) {
    return new PathValue(path, place, decided, declared);
  }

  /** The same value in a place of its own. */
  PathValue elsewhere() {
    return new PathValue(path, ~place, type, declared);
  }

  /** The value as a column of {@code messages}. */
  Column column() {
    return declared ? MessageValues.declared(path, type) : MessageValues.ofRecord(path, type);
  }

  @Override
  public DataType dataType() {
    return type;
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public boolean foldable() {
    return false;
  }

  @Override
  public Object eval(InternalRow row) {
    throw new IllegalStateException("no column yet: " + path);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public String sql() {
    return QuotingUtils.quoteIfNeeded(path);
  }

  @Override
  public String toString() {
    return sql();
  }

  @Override
  public Seq<Expression> children() {
    return CollectionConverters.asScala(List.<Expression>of()).toSeq();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> none) {
    return this;
  }

  @Override
  public int productArity() {
    return 4;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> path;
      case 1 -> place;
      case 2 -> type;
      case 3 -> declared;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof PathValue;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathValue value
        && path.equals(value.path)
        && place == value.place
        && type.equals(value.type);
  }

  @Override
  public int hashCode() {
    return 31 * path.hashCode() + place;
  }
}
