package dev.nightwarden.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.night.Failure;
import dev.nightwarden.report.Pages.Made;
import dev.nightwarden.table.FencedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PagesTest {
  private final List<String> tried = new ArrayList<>();

  @Test
  void aPageThatIsMadeLeavesNothing() {
    Made made = make(dates(1, 2), dates(1), dates -> {});

    assertEquals(dates(1, 2), made.done());
    assertNull(made.failure());
  }

  @Test
  void aRunThatWasOvertakenGivesNoPageUp() {
    Pages.Maker late =
        dates -> {
          throw new FencedException("another took over");
        };

    assertThrows(FencedException.class, () -> make(dates(1, 2), dates(1), late));
  }

  @Test
  void aPageThatFailsIsTriedOnceMoreAndThenGivenUpWithTheCommandThatMakesIt() {
    Pages.Maker faulty =
        dates -> {
          if (dates.contains(date(1))) {
            throw new IndexOutOfBoundsException("Index 7 out of bounds for length 3");
          }
        };

    Made first = make(dates(1), dates(), faulty);
    assertEquals(dates(), first.done());
    assertEquals(
        "the report page of 2024-03-01 could not be written; all other stages of this run"
            + " succeeded;"
            + " the next run tries again",
        first.failure().getMessage());

    Made second = make(dates(1, 2), dates(1), faulty);
    assertEquals(dates(1, 2), second.done(), "the second night has its own page");
    assertEquals(
        "the report page of 2024-03-01 could not be written; all other stages of this run"
            + " succeeded;"
            + " it will not be tried again; once the cause is fixed, nightwarden report --from"
            + " 2024-03-01 --to 2024-03-01 writes it",
        second.failure().getMessage());
    assertEquals(List.of("[1]", "[1, 2]", "[2]"), tried);
    assertTrue(
        Failure.describe(second.failure(), UnaryOperator.identity())
            .matches(
                "the report page of .* writes it; caused by: IndexOutOfBoundsException in"
                    + " PagesTest\\.java:\\d+: Index 7 out of bounds for length 3; -v and"
                    + " --log-file"
                    + " show the stack"));

    assertEquals(dates(1), make(dates(1), dates(1), faulty).done(), "nothing new came");
  }

  @Test
  void whatFailsOutsideIsTriedByEveryRun() {
    Pages.Maker noFolder =
        dates -> {
          throw new IOException("out/report/report.json cannot be written: it is a file");
        };

    Made made = make(dates(1, 2), dates(1), noFolder);

    assertEquals(dates(), made.done());
    assertEquals(
        "the report page of 2024-03-01 to 2024-03-02 could not be written; all other stages of this"
            + " run succeeded; the next run tries again; caused by: out/report/report.json"
            + " cannot be written:"
            + " it is a file",
        Failure.describe(made.failure(), UnaryOperator.identity()));
    Made unchecked =
        make(
            dates(1, 2),
            dates(1),
            dates -> {
              throw new UncheckedIOException(new IOException("no route to the store"));
            });
    assertEquals(dates(), unchecked.done());
  }

  @Test
  void aDateThatFailsAgainAndAgainKeepsNoOtherFromItsPage() {
    Pages.Maker endless =
        dates -> {
          if (dates.contains(date(1))) {
            throw new StackOverflowError();
          }
        };
    assertEquals(dates(1, 3, 4), make(dates(1, 3, 4), dates(1), endless).done());
    Pages.Maker outside =
        dates -> {
          if (dates.contains(date(1))) {
            throw new IOException("the table's files of 1 March are gone");
          }
        };
    Made made = make(dates(1, 3, 4), dates(1), outside);
    assertEquals(dates(3, 4), made.done());
    assertTrue(made.failure().getMessage().startsWith("the report page of 2024-03-01 could"));
  }

  private Made make(
      NavigableSet<LocalDate> dates, NavigableSet<LocalDate> left, Pages.Maker maker) {
    Pages.Maker told =
        wanted -> {
          tried.add(wanted.stream().map(LocalDate::getDayOfMonth).toList().toString());
          maker.make(wanted);
        };
    return new Pages(told).make(dates, left);
  }

  private static NavigableSet<LocalDate> dates(int... days) {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    for (int day : days) {
      dates.add(date(day));
    }
    return dates;
  }

  private static LocalDate date(int day) {
    return LocalDate.of(2024, 3, day);
  }
}
