package dev.nightwarden.night;

import dev.nightwarden.pipeline.Request;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/** The execution of one stage in a run. */
final class StageRun implements StageContext {
  private final Stage stage;
  private final Ledger ledger;
  private final String codeVersion;
  private final UnaryOperator<String> mask;
  private final long started = System.nanoTime();

  StageRun(Stage stage, Ledger ledger, String codeVersion, UnaryOperator<String> mask) {
    this.stage = stage;
    this.ledger = ledger;
    this.codeVersion = codeVersion;
    this.mask = mask;
  }

  @Override
  public Warehouse warehouse() {
    return ledger.warehouse();
  }

  @Override
  public Request request() {
    return ledger.request();
  }

  @Override
  public String runId() {
    return ledger.run().runId();
  }

  @Override
  public Instant startedAt() {
    return ledger.run().startedAt;
  }

  @Override
  public Clock clock() {
    return ledger.clock();
  }

  @Override
  public String codeVersion() {
    return codeVersion;
  }

  @Override
  public Stage.Agenda agenda() {
    return ledger;
  }

  @Override
  public LocalDate newest() {
    return ledger.newest();
  }

  @Override
  public SortedSet<LocalDate> quiet() {
    return ledger.quiet();
  }

  @Override
  public void count(String name, long amount) {
    ledger.run().count(name, amount);
  }

  @Override
  public void changing(SortedSet<LocalDate> dates) {
    ledger.changing(dates);
  }

  @Override
  public void done(Collection<LocalDate> dates) {
    ledger.done(stage, dates);
  }

  @Override
  public void handOver(String next, Collection<LocalDate> dates) {
    ledger.handOver(next, dates);
  }

  @Override
  public void forgo(Collection<LocalDate> dates) {
    ledger.forgo(dates);
  }

  @Override
  public void shortfall(String sentence) {
    ledger.run().shortfalls.add(sentence);
  }

  @Override
  public void shortfall(String sentence, Throwable why) {
    shortfall(sentence + ": " + Failure.describe(why, mask));
  }

  @Override
  public String elapsed() {
    return "%.2f".formatted(seconds());
  }

  double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }
}
