package dev.nightwarden.report;

import dev.nightwarden.pipeline.StageException;
import java.time.LocalDate;
import java.util.NavigableSet;

/** A page could not be written; all other stages of the run succeeded. */
final class PageException extends StageException {
  private static final long serialVersionUID = 1L;

  /**
   * @param isGivenUp whether no run tries again by itself
   */
  PageException(NavigableSet<LocalDate> dates, boolean isGivenUp, Throwable cause) {
    super(
        "the report page of %s could not be written; all other stages of this run succeeded; %s"
            .formatted(
                dates.size() == 1 ? dates.first() : dates.first() + " to " + dates.last(),
                isGivenUp
                    ? ("it will not be tried again; once the cause is fixed, nightwarden"
                            + " report --from %s --to %s writes it")
                        .formatted(dates.first(), dates.last())
                    : "the next run tries again"),
        cause);
  }
}
