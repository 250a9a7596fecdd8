package dev.nightwarden.observe;

import dev.nightwarden.value.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.BitwiseAnd;
import org.apache.spark.sql.catalyst.expressions.BitwiseOr;
import org.apache.spark.sql.catalyst.expressions.BitwiseXor;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.Pmod;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnaryPositive;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Decides as which type an expression reads the values of the record: as a number where it takes
 * them for one (compares them with a number, adds to them, gives them to a function of numbers), as
 * a boolean likewise, else as text. Spark says so itself, by the casts it adds to texts.
 */
final class PathTypes {
  /** Of what is compared with whole numbers: a double would not tell large ones apart. */
  static final DataType EXACT = DataTypes.createDecimalType(Numbers.PRECISION, Numbers.SCALE);

  /** Where a number of any kind may stand, whatever kind stands beside it. */
  private static final List<Class<?>> OF_ANY_NUMBER =
      List.of(
          Add.class,
          Subtract.class,
          Multiply.class,
          Divide.class,
          Remainder.class,
          Pmod.class,
          UnaryMinus.class,
          UnaryPositive.class,
          Coalesce.class,
          Greatest.class,
          Least.class,
          If.class,
          CaseWhen.class);

  private final Map<Integer, DataType> decided = new HashMap<>();

  private PathTypes() {}

  /**
   * The expression with a type for every value.
   *
   * @param expression with a {@link PathValue} for each value
   * @param analyze makes Spark's mind up about an expression
   */
  static Expression decide(Expression expression, Function<Expression, Expression> analyze) {
    PathTypes types = new PathTypes();
    types.findEvident(expression);
    Expression typed = types.applied(expression);
    // Each round decides a place for good, so that there are no more rounds than places.
    for (int known = -1; known < types.decided.size() && hasOpen(typed); ) {
      known = types.decided.size();
      types.find(analyze.apply(typed), null);
      typed = types.applied(expression);
    }
    return typed;
  }

  private static boolean hasOpen(Expression node) {
    return isOpen(node) || children(node).stream().anyMatch(PathTypes::hasOpen);
  }

  private Expression applied(Expression expression) {
    return Rewrite.up(
        expression,
        node ->
            node instanceof PathValue value && decided.containsKey(value.place())
                ? value.as(decided.get(value.place()))
                : null);
  }

  /** What can stand in one way only, which Spark does not add a cast for. */
  private void findEvident(Expression node) {
    List<Expression> parts = children(node);
    if (node instanceof And || node instanceof Or || node instanceof Not) {
      parts.forEach(part -> decide(part, DataTypes.BooleanType));
    } else if (node instanceof CaseWhen) {
      for (int i = 0; i + 1 < parts.size(); i += 2) {
        decide(parts.get(i), DataTypes.BooleanType);
      }
    } else if (node instanceof UnresolvedFunction function
        && !parts.isEmpty()
        && function.nameParts().last().equalsIgnoreCase("if")) {
      decide(parts.get(0), DataTypes.BooleanType);
    } else if (node instanceof BinaryArithmetic && parts.stream().allMatch(PathTypes::isOpen)) {
      boolean isOfWhole =
          node instanceof IntegralDivide
              || node instanceof BitwiseAnd
              || node instanceof BitwiseOr
              || node instanceof BitwiseXor;
      DataType type = isOfWhole ? DataTypes.LongType : DataTypes.DoubleType;
      parts.forEach(part -> decide(part, type));
    }
    parts.forEach(this::findEvident);
  }

  private static boolean isOpen(Expression node) {
    return node instanceof PathValue value && value.isOpen();
  }

  private void decide(Expression node, DataType type) {
    if (isOpen(node)) {
      decided.putIfAbsent(((PathValue) node).place(), type);
    }
  }

  private void find(Expression node, Expression parent) {
    if (node instanceof Cast cast
        && cast.child().dataType().equals(DataTypes.StringType)
        && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty()
        && (cast.dataType() instanceof NumericType || cast.dataType() instanceof BooleanType)) {
      DataType type = wanted(cast.dataType(), cast.child() instanceof PathValue ? parent : node);
      for (PathValue value : values(cast.child(), new ArrayList<>())) {
        decide(value, type);
      }
    }
    children(node).forEach(child -> find(child, node));
  }

  private static DataType wanted(DataType cast, Expression parent) {
    if (cast instanceof BooleanType) {
      return cast;
    }
    if (cast instanceof IntegralType) {
      if (parent instanceof BinaryComparison || parent instanceof In) {
        return EXACT;
      }
      boolean isFree = parent instanceof Cast || OF_ANY_NUMBER.contains(parent.getClass());
      return isFree ? DataTypes.DoubleType : cast;
    }
    return DataTypes.DoubleType;
  }

  /** The open values that an expression may give as they are. */
  private static List<PathValue> values(Expression node, List<PathValue> values) {
    if (isOpen(node)) {
      values.add((PathValue) node);
    } else if (node instanceof Coalesce || node instanceof Greatest || node instanceof Least) {
      children(node).forEach(child -> values(child, values));
    } else if (node instanceof If choice) {
      values(choice.trueValue(), values);
      values(choice.falseValue(), values);
    } else if (node instanceof CaseWhen choice) {
      List<Expression> parts = children(choice);
      for (int i = 1; i < parts.size(); i += 2) {
        values(parts.get(i), values);
      }
      if (parts.size() % 2 == 1) {
        values(parts.get(parts.size() - 1), values);
      }
    }
    return values;
  }

  private static List<Expression> children(Expression node) {
    return CollectionConverters.asJava(node.children());
  }
}
