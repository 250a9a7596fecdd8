package dev.nightwarden.night;

import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;

/** A failure in the words of its causes, for a person and for {@code runs.error}. */
public final class Failure {
  private static final int LONGEST = 2000;

  private Failure() {}

  /**
   * The messages of an error and its causes, each once, the outermost first; bounded, and with
   * nothing in it that a terminal would act on, as they may quote the logs.
   *
   * @param mask takes secrets out
   */
  public static String describe(Throwable error, UnaryOperator<String> mask) {
    Throwable told = FullDisk.behind(error, List.of()).map(Throwable.class::cast).orElse(error);
    List<String> messages = new ArrayList<>();
    for (Throwable cause = told; cause != null && messages.size() < 5; cause = cause.getCause()) {
      String text = text(cause, mask);
      if (messages.stream().noneMatch(known -> known.contains(text))) {
        messages.add(text);
      }
      if (cause instanceof FullDiskException) {
        break;
      }
    }
    String all = String.join("; caused by: ", messages);
    return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "…";
  }

  private static String text(Throwable cause, UnaryOperator<String> mask) {
    String name = cause.getClass().getSimpleName();
    if (cause.getMessage() == null) {
      return name;
    }
    Stream<String> lines = mask.apply(cause.getMessage()).strip().lines();
    // Spark goes on with plans and stacks.
    String shown =
        (cause instanceof SparkThrowable ? lines.limit(1) : lines)
            .map(line -> Printable.printable(line, LONGEST))
            .collect(Collectors.joining("\n"));
    return cause instanceof Error ? name + ": " + shown : shown;
  }
}
