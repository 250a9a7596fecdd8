package dev.nightwarden.guided;

import dev.nightwarden.ingest.TimeForm;
import dev.nightwarden.value.Printable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The questions: each is asked until its answer will do, and has one for whoever presses Enter. */
record Interview(Conversation talk, Wishes wishes) {
  static final String DEFAULT_CONFIG = "nightwarden.yml";

  private static final Set<String> YES = Set.of("y", "yes");
  private static final Set<String> NO = Set.of("n", "no", "leave", "skip", "s");
  private static final int SHOWN_FIELDS = 40;
  private static final int SHOWN_NAME = 60;

  /** Where the logs are. */
  String path() {
    if (!talk.isAttended() && wishes.path() == null) {
      throw new IllegalArgumentException("init --yes needs --path: where the logs are");
    }
    String answer =
        talk.ask(
            "Where are the logs? A file, a folder, or a pattern such as logs/*.json",
            wishes.path());
    return answer.startsWith("~/") ? System.getProperty("user.home") + answer.substring(1) : answer;
  }

  /** A question of yes or no. */
  boolean isYes(String question, boolean fallback) {
    while (true) {
      String answer =
          talk.ask(question + " (yes or no)", fallback ? "yes" : "no").toLowerCase(Locale.ROOT);
      if (YES.contains(answer) || NO.contains(answer)) {
        return YES.contains(answer);
      }
      talk.say("  yes or no, please");
    }
  }

  /** The file to write, which is not there yet. */
  Path config() {
    String fallback = wishes.config() == null ? unused(DEFAULT_CONFIG) : wishes.config();
    while (true) {
      String answer = talk.ask("Which file is the config to be written to?", fallback);
      String problem = whyUnfit(answer);
      if (problem == null) {
        return Path.of(answer);
      }
      if (!talk.isAttended()) {
        throw new IllegalArgumentException("--config %s: %s".formatted(answer, problem));
      }
      talk.say("  %s: %s".formatted(answer, problem));
      fallback = unused(DEFAULT_CONFIG);
    }
  }

  private static String whyUnfit(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        return "is a folder; a config is one file";
      }
      return Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)
          ? "is there already, and init never overwrites a file; name another"
          : null;
    } catch (InvalidPathException none) {
      return "is no name of a file";
    }
  }

  private static String unused(String name) {
    String stem = name.substring(0, name.lastIndexOf('.'));
    String unused = name;
    for (int i = 2; Files.exists(Path.of(unused)); i++) {
      unused = "%s-%d.yml".formatted(stem, i);
    }
    return unused;
  }

  /** A database file for addresses; null for none. */
  String database(String what, String wished) {
    String none = "none";
    while (true) {
      String answer =
          talk.ask(
              "A database of %s for the addresses (.mmdb)?".formatted(what),
              wished == null ? none : wished);
      if (answer.equals(none)) {
        return null;
      }
      if (Files.isRegularFile(Path.of(answer))) {
        return answer;
      }
      if (!talk.isAttended()) {
        throw new IllegalArgumentException("%s: there is no such file".formatted(answer));
      }
      talk.say("  there is no such file");
    }
  }

  /**
   * Shows a draft until it is as wanted.
   *
   * @return empty where it is left out
   */
  Optional<LogDraft> confirmed(Drafting drafting, LogKind kind, LogDraft draft) {
    LogDraft shown = draft;
    while (true) {
      talk.say("");
      SampleView.of(shown, talk.width()).forEach(talk::say);
      if (shown.time() == null || (!talk.isAttended() && !isUsable(shown))) {
        return Optional.empty();
      }
      String fallback = isUsable(shown) ? "yes" : "no";
      String answer =
          talk.ask(
                  "Take %s in like this? yes, no to leave it out, or edit".formatted(shown.name()),
                  fallback)
              .toLowerCase(Locale.ROOT);
      if (YES.contains(answer) && isUsable(shown)) {
        return Optional.of(shown);
      } else if (YES.contains(answer)) {
        talk.say("  without an actor and something to watch there is nothing to find: edit it");
      } else if (NO.contains(answer)) {
        return Optional.empty();
      } else if (answer.equals("e") || answer.equals("edit")) {
        shown = edited(drafting, kind, shown);
      } else {
        talk.say("  yes, no or edit, please");
      }
    }
  }

  private static boolean isUsable(LogDraft draft) {
    return draft.actor() != null && !draft.watches().isEmpty() && draft.sample().messages() > 0;
  }

  private LogDraft edited(Drafting drafting, LogKind kind, LogDraft draft) {
    SampledRecords records = draft.sample().records();
    talk.say("  fields: " + names(records.fields().keySet()));
    String time = field("When did it happen?", draft.time().path(), records, false);
    String form = form(draft, time);
    LogDraft timed = draft;
    if (!time.equals(draft.time().path()) || !form.equals(draft.time().form())) {
      timed = drafting.with(kind, draft, candidate(draft, time, form));
    }
    String who =
        field("Who did it?", timed.actor() == null ? null : timed.actor().path(), records, false);
    RoleGuess.Actor actor =
        timed.actor() != null && timed.actor().path().equals(who)
            ? timed.actor()
            : Drafting.actor(who, records);
    String address = field("From which address?", or(timed.address()), records, true);
    String id = field("What names a record?", or(timed.id()), records, true);
    LogDraft whole = timed.watching(actor, unless(address), unless(id), List.of());
    String proposed =
        drafting.watches(whole, actor).stream()
            .map(WatchGuess.Watch::path)
            .collect(Collectors.joining(", "));
    List<WatchGuess.Watch> watches = new ArrayList<>();
    for (String path : fields(proposed.isEmpty() ? null : proposed, records)) {
      watches.add(Drafting.watch(path, actor, records));
    }
    return timed.watching(actor, unless(address), unless(id), watches);
  }

  private static final String NONE = "none";

  private static String or(String path) {
    return path == null ? NONE : path;
  }

  private static String unless(String path) {
    return path.equals(NONE) ? null : path;
  }

  /** Some names of fields, fit to be shown. */
  static String names(Set<String> fields) {
    List<String> paths =
        fields.stream().map(path -> Printable.printable(path, SHOWN_NAME)).toList();
    return String.join(", ", paths.subList(0, Math.min(SHOWN_FIELDS, paths.size())))
        + (paths.size() > SHOWN_FIELDS
            ? " and %d more".formatted(paths.size() - SHOWN_FIELDS)
            : "");
  }

  private String field(String question, String fallback, SampledRecords records, boolean mayLack) {
    while (true) {
      String answer = talk.ask("  " + question, fallback);
      if (records.fields().containsKey(answer) || (mayLack && answer.equals(NONE))) {
        return answer;
      }
      talk.say("  no record of the sample has " + answer);
    }
  }

  private List<String> fields(String fallback, SampledRecords records) {
    while (true) {
      String answer =
          talk.ask("  What is worth watching? Fields, with commas between them", fallback);
      List<String> paths = List.of(answer.split("\\s*,\\s*", -1));
      List<String> unknown =
          paths.stream().filter(path -> !records.fields().containsKey(path)).toList();
      if (unknown.isEmpty()) {
        return paths.stream().distinct().toList();
      }
      talk.say("  no record of the sample has " + String.join(", ", unknown));
    }
  }

  private String form(LogDraft draft, String time) {
    String fallback =
        draft.times().stream()
            .filter(candidate -> candidate.path().equals(time))
            .map(TimeGuess.Candidate::form)
            .findFirst()
            .orElse("auto");
    String now = time.equals(draft.time().path()) ? draft.time().form() : fallback;
    while (true) {
      String answer = talk.ask("  How is it written? A time_format, such as iso8601", now);
      try {
        return new TimeForm(answer).name();
      } catch (IllegalArgumentException none) {
        talk.say("  that is no time_format; a pattern is such as dd/MM/yyyy HH:mm:ss");
      }
    }
  }

  private static TimeGuess.Candidate candidate(LogDraft draft, String path, String form) {
    return draft.times().stream()
        .filter(known -> known.path().equals(path) && known.form().equals(form))
        .findFirst()
        .orElse(new TimeGuess.Candidate(path, form, List.of(), null, false, 0));
  }
}
