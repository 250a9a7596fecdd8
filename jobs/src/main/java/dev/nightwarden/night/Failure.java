package dev.nightwarden.night;

import dev.nightwarden.pipeline.StageException;
import dev.nightwarden.value.Printable;
import dev.nightwarden.value.Unforeseen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;

/** Describes a failure by the messages of its causes, for a person and for {@code runs.error}. */
public final class Failure {
  private static final int LONGEST = 2000;
  private static final String STACK = "; -v and --log-file show the stack";

  private Failure() {}

  /**
   * The messages of an error and its causes, each once, the outermost first; bounded, and with
   * nothing in it that a terminal would act on, as they may quote the logs. An unexpected error
   * comes with its kind and place.
   *
   * @param mask takes secrets out
   */
  public static String describe(Throwable error, UnaryOperator<String> mask) {
    Throwable told = FullDisk.behind(error, List.of()).map(Throwable.class::cast).orElse(error);
    boolean isUnforeseen = isUnforeseen(told);
    List<String> messages = new ArrayList<>();
    for (Throwable cause = told; cause != null && messages.size() < 5; cause = cause.getCause()) {
      String text = text(cause, isUnforeseen, mask);
      if (messages.stream().noneMatch(known -> known.contains(text))) {
        messages.add(text);
      }
      if (cause instanceof FullDiskException) {
        break;
      }
    }
    String all = String.join("; caused by: ", messages);
    String cut = all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "…";
    return isUnforeseen ? cut + STACK : cut;
  }

  /** Whether something that nobody wrote for a person to read is all there is to tell. */
  public static boolean isUnforeseen(Throwable error) {
    Throwable cause = error;
    while (cause instanceof StageException || cause instanceof SparkThrowable) {
      cause = cause.getCause();
    }
    return cause != null && Unforeseen.is(cause);
  }

  private static String text(Throwable cause, boolean isUnforeseen, UnaryOperator<String> mask) {
    boolean isBare = isUnforeseen && Unforeseen.is(cause);
    String name = isBare ? Unforeseen.kindAndPlace(cause) : cause.getClass().getSimpleName();
    if (cause.getMessage() == null) {
      return name;
    }
    Stream<String> lines = mask.apply(cause.getMessage()).strip().lines();
    // Spark goes on with plans and stacks.
    String shown =
        (cause instanceof SparkThrowable ? lines.limit(1) : lines)
            .map(line -> Printable.printable(line, LONGEST))
            .collect(Collectors.joining("\n"));
    // Many a message is but the path or the host that it is about.
    boolean saysTooLittle = isBare || shown.indexOf(' ') < 0;
    return cause instanceof Error || saysTooLittle ? name + ": " + shown : shown;
  }
}
