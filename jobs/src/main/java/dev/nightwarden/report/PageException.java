package dev.nightwarden.report;

import dev.nightwarden.pipeline.StageException;
import java.time.LocalDate;
import java.util.NavigableSet;

/** A page could not be made; all else of the run is done. */
final class PageException extends StageException {
  private static final long serialVersionUID = 1L;

  /**
   * @param isGivenUp whether no run tries again by itself
   */
  PageException(NavigableSet<LocalDate> dates, boolean isGivenUp, Throwable cause) {
    super(
        "the report page of %s could not be made, all else of this run is done; %s"
            .formatted(
                dates.size() == 1 ? dates.first() : dates.first() + " to " + dates.last(),
                isGivenUp
                    ? "it is not tried again, but nightwarden report --from %s --to %s makes it, once that is mended"
                        .formatted(dates.first(), dates.last())
                    : "the next run tries again"),
        cause);
  }
}
