package dev.nightwarden.night;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Stage;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order of the stages, and which job runs which of them.
 *
 * @param parts in the order in which they run
 */
public record Program(List<Part> parts) {
  /**
   * One stage of the night.
   *
   * @param jobs those that run it
   */
  public record Part(Stage stage, Set<Job> jobs) {
    public Part {
      jobs = Set.copyOf(jobs);
    }

    /** A stage and the jobs that run it. */
    public static Part of(Stage stage, Job... jobs) {
      return new Part(stage, EnumSet.copyOf(List.of(jobs)));
    }
  }

  public Program {
    parts = List.copyOf(parts);
    Set<String> earlier = new HashSet<>();
    for (Part part : parts) {
      Stage stage = part.stage();
      if (!earlier.containsAll(stage.follows())) {
        throw new IllegalArgumentException(
            "stage %s follows %s, of which some do not come before it"
                .formatted(stage.name(), stage.follows()));
      }
      if (!earlier.add(stage.name())) {
        throw new IllegalArgumentException("two stages are called " + stage.name());
      }
    }
  }

  /** All stages in order. */
  public List<Stage> stages() {
    return parts.stream().map(Part::stage).toList();
  }

  /** The stages that a job runs, in order. */
  List<Stage> of(Job job) {
    return parts.stream().filter(part -> part.jobs().contains(job)).map(Part::stage).toList();
  }
}
