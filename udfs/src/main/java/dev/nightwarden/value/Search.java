package dev.nightwarden.value;

import java.io.Serializable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of {@link Pattern}, looked for in texts that anybody may have written: every
 * search ends, after about as long everywhere.
 *
 * <p>A search starts with Java's engine, under a bound. Where that does not do, an engine of linear
 * time takes over if it finds the same for the expression ({@link Linear}); else Java's engine goes
 * on with more time and a deep stack, and gives up where that does not do either.
 */
public final class Search implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Characters Java's engine may look at: for a text of no length, and for each character. */
  private static final long STEPS = 5_000_000;

  private static final long STEPS_PER_CHARACTER = 200;

  /** The same where the linear engine can take over. */
  private static final long FIRST_STEPS = 100_000;

  private static final long FIRST_STEPS_PER_CHARACTER = 20;

  /** Bytes. Reserved, and used only as deep as a search goes; one thread at a time has it. */
  private static final long DEEP_STACK = 256L << 20;

  private static final Object ONE_AT_A_TIME = new Object();

  private final Pattern pattern;
  private final Linear linear;

  private Search(Pattern pattern) {
    this.pattern = pattern;
    this.linear = Linear.of(pattern.pattern());
  }

  /**
   * Compiles an expression.
   *
   * @throws PatternSyntaxException if it is none
   */
  public static Search of(String expression) {
    return new Search(Pattern.compile(expression));
  }

  /** The places where the expression is found in a text, one after the other. */
  public interface Places {
    /** Goes on to the next place; false where there is none. */
    boolean find();

    int start();

    int end();

    /** How many groups the expression has, beside the whole. */
    int groups();

    /** What a group holds, 0 being the whole; null where it took no part. */
    String group(int group);

    /** What a named group holds. */
    String group(String name);
  }

  /** Why a search was given up. */
  public static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private GivenUp(String why) {
      super(why, null, false, false);
    }

    private static GivenUp tooLong(String text) {
      return new GivenUp(
          "the pattern takes too long on this text of %d characters; fewer repeats inside repeats would help"
              .formatted(text.length()));
    }

    private static GivenUp tooDeep(String text) {
      return new GivenUp(
          "the pattern needs too deep a stack on this text of %d characters; without look-around and references to groups it would need none"
              .formatted(text.length()));
    }
  }

  /**
   * Whether the expression is found in a text.
   *
   * @throws GivenUp if that cannot be told
   */
  public boolean isIn(String text) {
    return in(text, Places::find);
  }

  /**
   * Looks through a text.
   *
   * @param use what to make of the places; may be asked more than once, each time from the start
   * @throws GivenUp if they cannot be told
   */
  public <T> T in(String text, Function<Places, T> use) {
    boolean isLinear = linear != null && linear.suits(text);
    long steps = STEPS + STEPS_PER_CHARACTER * text.length();
    long first = isLinear ? FIRST_STEPS + FIRST_STEPS_PER_CHARACTER * text.length() : steps;
    try {
      return use.apply(places(text, first));
    } catch (BoundedText.Exhausted slow) {
      if (!isLinear) {
        throw GivenUp.tooLong(text);
      }
    } catch (StackOverflowError deep) {
      // What follows needs less of it, or brings its own.
    }
    if (isLinear) {
      try {
        return use.apply(linear.places(text));
      } catch (BoundedText.Exhausted slow) {
        throw GivenUp.tooLong(text);
      } catch (Linear.Uncertain group) {
        // Java's engine decides what a group in a repeat holds.
      }
    }
    return withDeepStack(text, () -> use.apply(places(text, steps)));
  }

  private interface Work<T> {
    T done();
  }

  private static <T> T withDeepStack(String text, Work<T> work) {
    FutureTask<T> task = new FutureTask<>(work::done);
    synchronized (ONE_AT_A_TIME) {
      Thread thread = new Thread(null, task, "deep-search", DEEP_STACK);
      thread.setDaemon(true);
      thread.start();
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return task.get();
          } catch (InterruptedException later) {
            // The search is bounded: it is waited for, and the interruption passed on.
            interrupted = true;
          } catch (ExecutionException failed) {
            throw given(text, failed.getCause());
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static RuntimeException given(String text, Throwable cause) {
    if (cause instanceof BoundedText.Exhausted) {
      return GivenUp.tooLong(text);
    } else if (cause instanceof StackOverflowError) {
      return GivenUp.tooDeep(text);
    } else if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  private Places places(String text, long steps) {
    Matcher matcher = pattern.matcher(new BoundedText(text, steps));
    return new Places() {
      @Override
      public boolean find() {
        return matcher.find();
      }

      @Override
      public int start() {
        return matcher.start();
      }

      @Override
      public int end() {
        return matcher.end();
      }

      @Override
      public int groups() {
        return matcher.groupCount();
      }

      @Override
      public String group(int group) {
        return matcher.group(group);
      }

      @Override
      public String group(String name) {
        return matcher.group(name);
      }
    };
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
