package dev.nightwarden.train;

import dev.nightwarden.forest.KnownTokens;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a forest says of each event, row by row: a struct of {@link Outputs}, null where the event's
 * actor has no forest, and in the rows of forests. Rows pass by as Spark keeps them, so that an
 * event's other columns cost nothing.
 *
 * <p>Children: with an actor, whether the row is an event, the key, {@link Scoring#stored}; then
 * the values that {@link EventLayout} reads. Rows must come sorted by the first two, so that a
 * forest stands before its events: it depends on the order of rows, for which it calls itself not
 * deterministic, so that Catalyst moves neither it nor the sorting.
 *
 * <p>It is public, with its constructor, only because Catalyst copies expressions by reflection.
 */
public final class ForestScore extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * How events and forests come.
   *
   * @param outputs the type of the result
   * @param keys the number of columns of the key
   * @param one the forest of all events; null where there is none, or one for each key
   */
  public record Plan(
      EventLayout layout, boolean explainAll, StructType outputs, int keys, Broadcast<Row> one)
      implements Serializable {}

  private final Seq<Expression> children;
  private final Plan plan;

  private transient Expression[] parts;
  private transient Object[] cells;
  private transient InternalRow values;
  private transient Texts texts;
  private transient KnownTokens tokens;
  private transient Object[] key;
  private transient byte[][] stored;
  private transient Scorer scorer;
  private transient boolean hasSeveral;

  public ForestScore(Seq<Expression> children, Plan plan) {
    this.children = children;
    this.plan = plan;
  }

  static Column of(List<Column> children, Plan plan) {
    List<Expression> parts = children.stream().map(ExpressionUtils::expression).toList();
    return ExpressionUtils.column(
        new ForestScore(CollectionConverters.asScala(parts).toSeq(), plan));
  }

  @Override
  public Object eval(InternalRow row) {
    if (parts == null) {
      begin();
    }
    if (plan.keys() == 0) {
      return scorer == null ? null : score(row, 0);
    }
    if (!(boolean) parts[0].eval(row)) {
      remember(row);
      return null;
    }
    if (!isOfKey(row)) {
      return null;
    }
    if (hasSeveral) {
      throw new IllegalArgumentException(
          "an actor has several forests: keep one of each, or name in byCols what differs");
    }
    if (scorer == null) {
      load(stored);
    }
    return score(row, plan.keys() + 1 + Scoring.STORED);
  }

  private void begin() {
    parts = CollectionConverters.asJava(children).toArray(Expression[]::new);
    texts = new Texts();
    tokens = new KnownTokens();
    int fixed = plan.keys() == 0 ? 0 : plan.keys() + 1 + Scoring.STORED;
    cells = new Object[parts.length - fixed];
    values = new GenericInternalRow(cells);
    if (plan.keys() == 0 && plan.one() != null) {
      Row one = plan.one().value();
      load(new byte[][] {one.getAs(0), one.getAs(1), one.getAs(2)});
    }
  }

  private void load(byte[][] forest) {
    scorer =
        Scorer.of(plan.layout(), plan.explainAll(), forest[0], forest[1], forest[2], texts, tokens);
  }

  private InternalRow score(InternalRow row, int from) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = parts[from + i].eval(row);
    }
    return scorer.score(values);
  }

  private void remember(InternalRow row) {
    hasSeveral = isOfKey(row);
    scorer = null;
    key = new Object[plan.keys()];
    for (int k = 0; k < key.length; k++) {
      Object part = parts[k + 1].eval(row);
      key[k] = part instanceof UTF8String text ? text.copy() : part;
    }
    stored = new byte[Scoring.STORED][];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = (byte[]) parts[key.length + 1 + i].eval(row);
    }
  }

  private boolean isOfKey(InternalRow row) {
    for (int k = 0; key != null && k < key.length; k++) {
      if (!Objects.equals(key[k], parts[k + 1].eval(row))) {
        return false;
      }
    }
    return key != null;
  }

  @Override
  public boolean deterministic() {
    return false;
  }

  @Override
  public boolean foldable() {
    return false;
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public DataType dataType() {
    return plan.outputs();
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Seq<Expression> children() {
    return children;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new ForestScore(newChildren, plan);
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> children;
      case 1 -> plan;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ForestScore;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ForestScore score
        && children.equals(score.children)
        && plan.equals(score.plan);
  }

  @Override
  public int hashCode() {
    return 31 * children.hashCode() + plan.hashCode();
  }
}
