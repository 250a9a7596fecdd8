package dev.nightwarden.incident;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.INGESTED_AT;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.timestamp_micros;

import dev.nightwarden.incident.Incident.Place;
import dev.nightwarden.incident.Kind.Impossible;
import dev.nightwarden.incident.Kind.Planted;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.organisation.Draws;
import dev.nightwarden.organisation.WholeFolder;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Plants incidents into a copy of a log's messages: what it reads it leaves as it is.
 *
 * @param source whose messages are copied
 * @param profile says who the actors are
 * @param wishes what is to be planted
 * @param tell is told of what cannot be planted, and of progress
 */
public record Inject(Warehouse source, Profile profile, Wished wishes, Consumer<String> tell) {
  /** What the folder holds. */
  public static final String WAREHOUSE = "warehouse";

  /** What the folder holds beside the warehouse. */
  public static final String LABELS = "labels.jsonl";

  /** So many days a victim has been there before, or a third of a short log's. */
  private static final int MOST_PAST = 7;

  /** Rounds in which ids that are taken are drawn again. */
  private static final int MOST_ROUNDS = 20;

  private static final StructType PLANTED =
      StructType.fromDDL(
          """
          transport STRING, message_id STRING, event_time BIGINT, event_date INT, data VARIANT,
          source_file STRING, ingested_at BIGINT, actor STRING
          """);

  /**
   * What is to be planted.
   *
   * @param kinds each of {@link IncidentKinds#names}
   * @param count how many of each, and of each recorded sequence
   * @param strengths in turn
   * @param from the first date for it; null: the last third of the log's dates
   * @param to the last; null: the last of the log
   * @param sequences recorded attacks, a file each: rows of {@code messages}; null for none
   * @param keepsAgent whether recorded attacks keep what the attacker's tool says of itself
   */
  public record Wished(
      List<String> kinds,
      int count,
      List<Strength> strengths,
      long seed,
      LocalDate from,
      LocalDate to,
      Dataset<Row> sequences,
      boolean keepsAgent) {
    public Wished {
      kinds = List.copyOf(kinds);
      strengths = List.copyOf(strengths);
    }
  }

  /**
   * What became of it.
   *
   * @param planted in the order of the kinds
   * @param left how many could not be planted
   */
  public record Done(List<Incident> planted, int left) {}

  /** An incident, and what is to be written for it. */
  private record Plan(Incident incident, List<Recorded> messages) {}

  /**
   * Writes a folder: {@code warehouse}, whose table {@code messages} has those of the log and the
   * planted ones in no order that tells them apart, and {@code labels.jsonl}; whole or not at all.
   *
   * @param folder must not be there, or be empty
   * @throws IllegalArgumentException if there is something at its place
   * @throws IllegalStateException if nothing can be planted
   */
  public Done into(Path folder) throws IOException {
    WholeFolder.check(folder);
    List<Kind> kinds = kinds();
    List<Plan> plans = plans(kinds);
    List<Incident> incidents = plans.stream().map(Plan::incident).toList();
    return WholeFolder.write(
        folder,
        aside -> {
          write(new Warehouse(source.spark(), aside.resolve(WAREHOUSE).toString()), plans);
          Labels.write(aside.resolve(LABELS), incidents);
          return new Done(incidents, kinds.size() * wishes.count() - incidents.size());
        });
  }

  private List<Plan> plans(List<Kind> kinds) {
    NavigableSet<LocalDate> dates = source.dates(Table.MESSAGES);
    if (dates.isEmpty()) {
      throw new IllegalStateException(
          "there are no messages in %s; execute nightwarden ingest first"
              .formatted(source.location()));
    }
    List<Account> accounts =
        new LogPool(source.read(Table.MESSAGES), profile, wishes.seed()).accounts();
    if (accounts.size() < 2) {
      throw new IllegalStateException(
          ("the log has %s with 5 messages or more that are no programs (150 messages a day);"
                  + " incidents are made of what several do")
              .formatted(Amount.of(accounts.size(), "actor")));
    }
    LocalDate to = wishes.to() == null ? dates.last() : wishes.to();
    LocalDate from =
        wishes.from() == null ? List.copyOf(dates).get(dates.size() * 2 / 3) : wishes.from();
    int past = (int) Math.min(MOST_PAST, ChronoUnit.DAYS.between(dates.first(), dates.last()) / 3);
    LogShape shape = new LogShape(accounts, profile.actor());
    tell.accept("the records: " + shape.described());
    if (!shape.unreadTimes().isEmpty()) {
      tell.accept(
          "times at %s are in a form that is not known: planted messages have those of the messages"
                  .formatted(String.join(", ", shape.unreadTimes()))
              + " that they are made of, which gives them away");
    }
    List<Plan> plans = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Kind kind : kinds) {
      for (int i = 0; i < wishes.count(); i++) {
        Strength strength = wishes.strengths().get(i % wishes.strengths().size());
        Draws draws = Draws.of(wishes.seed(), kind.name(), kind.techniques(), i);
        Plot plot = new Plot(shape, accounts, strength, from, to, past, taken, draws);
        try {
          plans.add(plan("%s-%03d".formatted(kind.name(), plans.size() + 1), kind, plot));
        } catch (Impossible reason) {
          tell.accept(
              "%s, %s: not planted: %s"
                  .formatted(kind.name(), strength.key(), reason.getMessage()));
        }
      }
    }
    if (plans.isEmpty()) {
      throw new IllegalStateException(
          "nothing could be planted, for the reasons above; the log has %d dates, %s to %s"
              .formatted(dates.size(), dates.first(), dates.last()));
    }
    List<Plan> unused = unused(plans, shape);
    if (!shape.withoutGap().isEmpty()) {
      tell.accept(
          "ids count up without a gap at %s: some planted ones are out of their order, which gives"
                  .formatted(String.join(", ", shape.withoutGap()))
              + " them away");
    }
    return unused;
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>(wishes.kinds().stream().map(IncidentKinds::of).toList());
    if (wishes.sequences() != null) {
      Map<String, List<Recorded>> byFile = new HashMap<>();
      LogPool.recorded(wishes.sequences().withColumn(ACTOR, Observe.actor(profile)))
          .forEach(
              message ->
                  byFile
                      .computeIfAbsent(title(message.sourceFile()), f -> new ArrayList<>())
                      .add(message));
      if (byFile.isEmpty()) {
        throw new IllegalStateException(
            "no recorded attack could be read: their files must have the form of the logs that the"
                + " victims' transport reads (its format, records, time and actor)");
      }
      byFile.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              file -> {
                file.getValue().sort(Comparator.comparingLong(Recorded::micros));
                kinds.add(
                    new RecordedSequence(file.getKey(), file.getValue(), wishes.keepsAgent()));
              });
    }
    return kinds;
  }

  private static String title(String file) {
    String name = file == null ? "recorded" : file.substring(file.lastIndexOf('/') + 1);
    return name.replaceFirst("(\\.jsonl?)?(\\.gz)?$", "");
  }

  private static Plan plan(String id, Kind kind, Plot plot) throws Impossible {
    Planted planted = kind.plant(plot);
    List<Recorded> messages =
        planted.messages().stream()
            .sorted(Comparator.comparingLong(Recorded::micros))
            .map(message -> beside(message, plot.accounts()))
            .toList();
    List<String> actors = messages.stream().map(Recorded::actor).distinct().toList();
    if (actors.size() == 1) {
      plot.taken().addAll(actors);
    }
    return new Plan(
        incident(id, kind, plot.strength(), actors, messages, planted.note()), messages);
  }

  private static Incident incident(
      String id,
      Kind kind,
      Strength strength,
      List<String> actors,
      List<Recorded> messages,
      String note) {
    return new Incident(
        id,
        kind.name(),
        strength.key(),
        actors,
        instant(messages.get(0)),
        instant(messages.get(messages.size() - 1)),
        kind.techniques(),
        messages.stream()
            .map(message -> new Place(message.transport(), message.id(), message.date()))
            .toList(),
        note);
  }

  private static Instant instant(Recorded message) {
    return Instant.EPOCH.plus(message.micros(), ChronoUnit.MICROS);
  }

  /** As if it were read with the message of the log that is nearest in time. */
  private static Recorded beside(Recorded message, List<Account> accounts) {
    Recorded nearest = message;
    long least = Long.MAX_VALUE;
    for (Account account : accounts) {
      for (Recorded other : account.messages()) {
        long apart = Math.abs(other.micros() - message.micros());
        if (apart < least && other.transport().equals(message.transport())) {
          least = apart;
          nearest = other;
        }
      }
    }
    return new Recorded(
        message.transport(),
        message.id(),
        message.micros(),
        message.actor(),
        message.data(),
        nearest.sourceFile(),
        nearest.ingested());
  }

  /** The same plans with other ids for those that the log has already. */
  private List<Plan> unused(List<Plan> plans, LogShape shape) {
    List<Plan> unused = plans;
    Draws draws = Draws.of(wishes.seed(), "ids that were taken");
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Set<String> known = known(unused);
      if (known.isEmpty()) {
        return unused;
      }
      unused = unused.stream().map(plan -> renamed(plan, known, shape, draws)).toList();
    }
    throw new IllegalStateException(
        "the log's ids leave no others of their kind; give its records ids (id) of more characters");
  }

  /** The ids of planted messages that messages of the log have. */
  private Set<String> known(List<Plan> plans) {
    List<Recorded> planted = plans.stream().flatMap(plan -> plan.messages().stream()).toList();
    Dataset<Row> ids = rows(planted).select(TRANSPORT, MESSAGE_ID);
    return new HashSet<>(
        source
            .read(Table.MESSAGES)
            .join(broadcast(ids), new String[] {TRANSPORT, MESSAGE_ID}, "left_semi")
            .select(MESSAGE_ID)
            .as(Encoders.STRING())
            .collectAsList());
  }

  private static Plan renamed(Plan plan, Set<String> known, LogShape shape, Draws draws) {
    List<Recorded> messages = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (Recorded message : plan.messages()) {
      Recorded named = known.contains(message.id()) ? shape.renamed(message, draws) : message;
      messages.add(named);
      places.add(new Place(named.transport(), named.id(), named.date()));
    }
    return new Plan(plan.incident().with(places), messages);
  }

  private Dataset<Row> rows(List<Recorded> messages) {
    List<Row> rows =
        messages.stream()
            .map(
                message ->
                    RowFactory.create(
                        message.transport(),
                        message.id(),
                        message.micros(),
                        (int) message.date().toEpochDay(),
                        Values.variant(message.data()),
                        message.sourceFile(),
                        message.ingested(),
                        message.actor()))
            .toList();
    return source.spark().createDataFrame(rows, PLANTED);
  }

  private void write(Warehouse copy, List<Plan> plans) {
    Dataset<Row> rows =
        rows(plans.stream().flatMap(plan -> plan.messages().stream()).toList())
            .withColumn(EVENT_TIME, timestamp_micros(col(EVENT_TIME)))
            .withColumn(EVENT_DATE, date_from_unix_date(col(EVENT_DATE)))
            .withColumn(INGESTED_AT, timestamp_micros(col(INGESTED_AT)));
    check(rows);
    Dataset<Row> planted = rows.select(Table.MESSAGES.columns());
    // Neither file nor place in it tells the two apart.
    copy.append(
        Table.MESSAGES,
        source
            .read(Table.MESSAGES)
            .unionByName(planted)
            .repartition(col(EVENT_DATE))
            .sortWithinPartitions(EVENT_DATE, EVENT_TIME, MESSAGE_ID));
  }

  /** The profile must take each planted message for its actor's: else nothing could be found. */
  private void check(Dataset<Row> planted) {
    long others = planted.where(not(Observe.actor(profile).eqNullSafe(col(ACTOR)))).count();
    if (others > 0) {
      throw new IllegalStateException(
          ("%d planted messages would not be of their actor, as profile %s names actors by SQL that"
                  + " more than one value decides; choose a profile with actor: PATH (--profile)")
              .formatted(others, profile.name()));
    }
  }
}
