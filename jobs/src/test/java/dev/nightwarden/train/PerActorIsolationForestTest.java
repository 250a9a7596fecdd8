package dev.nightwarden.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.forest.EventEncoder;
import dev.nightwarden.forest.Feature;
import dev.nightwarden.forest.IsolationForest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerActorIsolationForestTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final long HOUR = 3_600_000_000L;
  private static final List<Double> LINKOPING = List.of(0.505, 0.141, 0.852);
  private static final List<Double> CHANGCHUN = List.of(-0.419, 0.590, 0.691);

  private static final StructType LOGINS =
      new StructType()
          .add("message_id", DataTypes.StringType)
          .add("actor", DataTypes.StringType)
          .add("place", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("city", DataTypes.StringType)
          .add("network.owner", DataTypes.StringType)
          .add("agent", DataTypes.StringType)
          .add("micros", DataTypes.LongType)
          .add("bytes", DataTypes.DoubleType);

  @TempDir private Path folder;

  @Test
  void anActorThatNeverVariedIsCaughtInANewCountryOnANewNetwork() {
    List<Row> history = new ArrayList<>();
    for (int i = 0; i < 214; i++) {
      history.add(usual("jo", i));
    }
    history.set(3, login("jo", 3, List.of(0.5, 0.2, 0.84), "Stockholm, SE", "Telia"));
    PerActorIsolationForestModel equal = logins().fit(table(same(history.get(0), 214)));
    Row abroad = login("jo", 900, CHANGCHUN, "Changchun, CN", "China Unicom Backbone");
    Row found = equal.transform(table(List.of(abroad))).head();
    assertTrue(found.<Double>getAs("score") >= 0.5, found.toString());
    assertEquals(1.0, found.<Double>getAs("prediction"));
    Row again = equal.transform(table(same(history.get(0), 1))).head();
    assertTrue(again.<Double>getAs("score") < 0.5, again.toString());
    assertEquals(0.0, again.<Double>getAs("prediction"));
    assertNull(again.getAs("contributions"));
    assertNull(again.getAs("usual"));
    equal.release();

    PerActorIsolationForestModel model = logins().fit(table(history));
    Row event = model.transform(table(List.of(abroad))).head();
    List<Row> contributions = event.getList(event.fieldIndex("contributions"));
    assertEquals(6, contributions.size());
    List<String> most =
        contributions.subList(0, 2).stream()
            .map(row -> row.<String>getAs("shown"))
            .sorted()
            .toList();
    assertEquals(List.of("Changchun, CN", "China Unicom Backbone"), most);
    double sum = contributions.stream().mapToDouble(row -> row.getAs("contribution")).sum();
    assertEquals(1 + Math.log(event.<Double>getAs("score")) / Math.log(2), sum, 1e-9);

    List<Row> usual = event.getList(event.fieldIndex("usual"));
    assertEquals(214, event.<Integer>getAs("trained_on"));
    assertEquals("place", usual.get(0).getAs("feature"));
    assertEquals("[[Linkoping, SE,213], [Stockholm, SE,1]]", usual.get(0).getList(1).toString());
    assertEquals("[[Bredband2 AB,213], [Telia,1]]", usual.get(1).getList(1).toString());
    assertEquals(213, usual.get(0).getList(2).get(1), "in Linkoping on Bredband2");
    assertEquals(12.5, usual.get(5).<Double>getAs("middle"));
    model.release();
  }

  @Test
  void growsTheSameForestsHoweverTheEventsArePartitioned() {
    List<Row> rows = new ArrayList<>();
    for (String actor : List.of("ann", "ben", "cy")) {
      for (int i = 0; i < 60; i++) {
        rows.add(usual(actor, i));
      }
    }
    // Fewer than an actor has: which events are sampled matters.
    PerActorIsolationForest estimator = logins().setTrees(5).setMaxEvents(40).setMinEvents(10);
    Dataset<Row> events = table(rows);
    Map<String, String> expected = forests(estimator.grow(events.repartition(1)));
    assertEquals(3, expected.size());
    assertEquals(expected, forests(estimator.grow(events.orderBy(rand(3)).repartition(3))));
    assertEquals(
        expected,
        forests(estimator.grow(events.orderBy(rand(4)).repartition(7, col("agent"), rand(5)))));
    assertFalse(expected.equals(forests(estimator.setSeed(2).grow(events))));
  }

  @Test
  void countsActorsWithTooFewEventsAndLeavesThemUnscored() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(usual("jo", i));
      rows.add(usual(null, i));
    }
    rows.add(usual("new", 1));
    rows.add(usual("new", 2));
    Dataset<Row> events = table(rows);
    PerActorIsolationForestModel model =
        logins().setTrees(5).setSamples(8).setMinEvents(3).fit(events);
    assertEquals(1, model.actorsWithForest());
    assertEquals(1, model.actorsWithoutForest());
    assertEquals(
        "[[jo,0.5,30,30,1], [new,null,2,0,1]]",
        model
            .forests()
            .orderBy("actor")
            .select("actor", "threshold", "events", "trained_on", "seed")
            .collectAsList()
            .toString());
    Dataset<Row> scored = model.transform(events);
    assertEquals(rows.size(), scored.count());
    assertEquals(30, scored.where("score IS NOT NULL AND actor = 'jo'").count());
    assertEquals(
        32,
        scored
            .where(
                "score IS NULL AND threshold IS NULL AND prediction IS NULL"
                    + " AND trained_on IS NULL AND usual IS NULL AND contributions IS NULL")
            .count());
    model.release();
  }

  @Test
  void anActorSpreadOverManyGroupsGetsTheSameScores() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      rows.add(usual("jo", i));
    }
    for (int i = 0; i < 20; i++) {
      rows.add(usual("ann", i));
    }
    Dataset<Row> events = table(rows).repartition(3);
    PerActorIsolationForestModel model = logins().setTrees(5).fit(events);
    Dataset<Row> together = model.transform(events);
    Dataset<Row> spread = new Scoring(model, model.forests(), events, 7).scored();
    assertEquals(together.schema(), spread.schema());
    String score = "concat(actor, message_id, score)";
    assertEquals(
        together.selectExpr(score + " AS s").orderBy("s").collectAsList(),
        spread.selectExpr(score + " AS s").orderBy("s").collectAsList());
    model.release();
  }

  @Test
  void forestsOfOneActorAreSetApartByFurtherColumns() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(usual("jo", i));
    }
    Dataset<Row> events = table(rows).withColumn("trained_for", expr("DATE '2025-01-02'"));
    Dataset<Row> later = events.withColumn("trained_for", expr("DATE '2025-01-09'"));
    PerActorIsolationForest estimator = logins().setTrees(5).setByCols("trained_for");
    Dataset<Row> forests = estimator.grow(events.where("micros < 30 * 3600000000").union(later));
    assertEquals(
        "[[2025-01-02,jo,30], [2025-01-09,jo,40]]",
        forests
            .orderBy("trained_for")
            .select("trained_for", "actor", "events")
            .collectAsList()
            .toString());
    // The key's further columns change nothing about the forest itself.
    assertEquals(
        forests(logins().setTrees(5).grow(events)),
        forests(forests.where("trained_for = DATE '2025-01-09'")));
    Dataset<Row> scored =
        estimator.model(forests).transform(events.union(later).withColumn("d", col("trained_for")));
    assertEquals(
        "[[2025-01-02,30,40], [2025-01-09,40,40]]",
        scored.groupBy("d", "trained_on").count().orderBy("d").collectAsList().toString());
    var error =
        assertThrows(
            Exception.class,
            () -> logins().model(forests.drop("trained_for")).transform(events).collectAsList());
    assertTrue(
        error.toString().contains("an actor has several forests: keep one of each"),
        error.toString());
  }

  @Test
  void eventsKeepTheirOwnColumns() {
    Dataset<Row> events =
        table(List.of(usual("jo", 1), usual("jo", 2)))
            .withColumn("day", expr("DATE '1582-10-04'"))
            .withColumn("at", expr("TIMESTAMP '2025-03-09 02:30:00.123456'"))
            .withColumn("data", expr("parse_json('{\"a\": [1, null]}')"))
            .withColumn("tags", expr("array(named_struct('k', 1, 'v', CAST(NULL AS STRING)))"))
            .withColumn("a.b `c`", lit(1.5));
    PerActorIsolationForestModel model = logins().setMinEvents(2).setTrees(2).fit(events);
    Dataset<Row> scored = model.transform(events);
    assertEquals(
        Arrays.asList(events.schema().fieldNames()),
        Arrays.asList(scored.schema().fieldNames()).subList(0, events.columns().length));
    assertEquals(
        model.transformSchema(events.schema()).catalogString(), scored.schema().catalogString());
    String json = "to_json(struct(* EXCEPT (%s))) AS j";
    String outputs = "score, threshold, prediction, trained_on, contributions, usual";
    assertEquals(
        events.selectExpr("to_json(struct(*)) AS j").orderBy("j").collectAsList(),
        scored.selectExpr(json.formatted(outputs)).orderBy("j").collectAsList());
    model.release();
  }

  @Test
  void missingInfiniteConstantAndDuplicateNumbersAreAllScored() {
    StructType schema =
        new StructType()
            .add("message_id", DataTypes.IntegerType)
            .add("a", DataTypes.DoubleType)
            .add("b", DataTypes.FloatType)
            .add("one", DataTypes.BooleanType);
    List<Row> rows = new ArrayList<>();
    Double[] odd = {
      null, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -0.0
    };
    for (int i = 0; i < 60; i++) {
      Double a = i < odd.length ? odd[i] : Double.valueOf(i % 7);
      rows.add(RowFactory.create(i, a, (float) (i < odd.length ? 0 : i % 5), true));
    }
    Dataset<Row> events = SPARK.createDataFrame(rows, schema).withColumn("a2", col("a"));
    for (String kind : List.of("standard", "extended")) {
      PerActorIsolationForestModel model =
          new PerActorIsolationForest()
              .setKind(kind)
              .setTrees(20)
              .setContamination(0.1)
              .setFeatureCols("a:number", "a2:number", "b:number", "one:number")
              .fit(events);
      Dataset<Row> scored = model.transform(events);
      assertEquals(60, scored.where("score > 0 AND score <= 1").count(), kind);
      double threshold = model.forests().head().getAs("threshold");
      assertTrue(threshold > 0 && threshold < 1 && threshold != 0.5, kind + threshold);
      // An infinity is the largest number; missing is missing, however it is written.
      assertEquals(1, scored.where("a IS NULL OR isnan(a)").select("score").distinct().count());
      model.release();
    }
  }

  @Test
  void fewerThanTwoEventsGiveNoForest() {
    Dataset<Row> one = table(List.of(usual("jo", 1)));
    PerActorIsolationForestModel model = logins().setMinEvents(2).fit(one);
    assertEquals(0, model.actorsWithForest());
    assertNull(model.transform(one).head().getAs("score"));
    model.release();
    PerActorIsolationForest nobody = logins().setMinEvents(2);
    nobody.clear(nobody.actorCol());
    for (Dataset<Row> events : List.of(one, one.limit(0))) {
      PerActorIsolationForestModel none = nobody.fit(events);
      assertEquals(0, none.actorsWithForest());
      assertEquals(0, none.transform(one).where("score IS NOT NULL").count());
      none.release();
    }
  }

  @Test
  void worksInAPipelineThatIsSavedAndLoaded() throws IOException {
    StructType schema =
        new StructType()
            .add("message_id", DataTypes.IntegerType)
            .add("x", DataTypes.DoubleType)
            .add("y", DataTypes.DoubleType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(RowFactory.create(i, Math.sin(i), Math.cos(i * 7)));
    }
    rows.add(RowFactory.create(100, 9.0, -9.0));
    Dataset<Row> events = SPARK.createDataFrame(rows, schema);
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("v"),
                  new PerActorIsolationForest()
                      .setFeaturesCol("v")
                      .setTrees(10)
                      .setScoreCol("oddness")
                      .setExplainAll(true)
                });
    pipeline.write().save(folder + "/pipeline");
    PipelineModel model = Pipeline.load(folder + "/pipeline").fit(events);
    model.write().save(folder + "/model");
    List<Row> scored = model.transform(events).orderBy("message_id").collectAsList();
    List<Row> again =
        PipelineModel.load(folder + "/model")
            .transform(events)
            .orderBy("message_id")
            .collectAsList();
    assertEquals(scored, again);
    double most = scored.stream().mapToDouble(row -> row.getAs("oddness")).max().orElseThrow();
    assertEquals(most, scored.get(100).<Double>getAs("oddness"));
    List<Row> contributions = scored.get(0).getList(scored.get(0).fieldIndex("contributions"));
    assertEquals(
        List.of("v[0]", "v[1]"),
        contributions.stream().map(row -> row.<String>getAs("feature")).sorted().toList());
  }

  /** The first of them holds forests of the first format. */
  @ParameterizedTest
  @ValueSource(strings = {"forests", "forests-2"})
  void goldenModelScoresAsItDidWhenItWasSaved(String folder) {
    String golden = getClass().getResource("/golden/" + folder).toString();
    PerActorIsolationForestModel model = PerActorIsolationForestModel.load(golden);
    assertEquals("perActorIsolationForest_golden", model.uid());
    assertEquals("actor", model.getActorCol());
    assertEquals(4, model.getTrees());
    assertEquals("[place=city]", Arrays.toString(model.getShownCols()));
    assertEquals(
        "[[ann,24,24], [ben,2,0]]",
        model
            .forests()
            .orderBy("actor")
            .select("actor", "events", "trained_on")
            .collectAsList()
            .toString());
    List<Row> scored =
        model
            .setExplainAll(true)
            .transform(
                table(
                    List.of(
                        usual("ann", 1),
                        login("ann", 2, CHANGCHUN, "Changchun, CN", "China Unicom"))))
            .orderBy("message_id")
            .collectAsList();
    assertEquals(GOLDEN_SCORES, scored.stream().map(row -> row.getAs("score")).toList());
    List<Row> usual = scored.get(1).getList(scored.get(1).fieldIndex("usual"));
    assertEquals("[[Linkoping, SE,24]]", usual.get(0).getList(1).toString());
  }

  @Test
  void goldenModelIsGrownAgainToTheByte() {
    String golden = getClass().getResource("/golden/forests-2").toString();
    Dataset<Row> saved = PerActorIsolationForestModel.load(golden).forests();
    assertEquals(forests(saved), forests(golden().grow(goldenEvents())));
  }

  private static final List<Double> GOLDEN_SCORES = List.of(0.554418025572, 0.766625038039);

  /** Makes the golden model anew: {@code -Dgolden.save=true}, only when the format changes. */
  @Test
  @EnabledIfSystemProperty(named = "golden.save", matches = "true")
  void savesTheGoldenModel() throws IOException {
    golden()
        .model(golden().grow(goldenEvents()).coalesce(1))
        .write()
        .overwrite()
        .save("src/test/resources/golden/forests-2");
  }

  private static PerActorIsolationForest golden() {
    return logins(new PerActorIsolationForest("perActorIsolationForest_golden"))
        .setTrees(4)
        .setSamples(8);
  }

  private static Dataset<Row> goldenEvents() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      rows.add(usual("ann", i));
    }
    rows.add(usual("ben", 1));
    rows.add(usual("ben", 2));
    return table(rows);
  }

  @Test
  void anActorOfTwoHundredEventsCostsLessThanAHundredKilobytes() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      List<Double> place = List.of(Math.sin(i), Math.cos(i), 0.1);
      rows.add(
          RowFactory.create(
              "m" + i,
              "jo",
              place,
              "city " + i % 9,
              "Net " + i % 9,
              "curl/" + i,
              i * HOUR,
              i / 3.0));
    }
    Row forest = logins().grow(table(rows)).head();
    int bytes =
        forest.<byte[]>getAs("forest").length
            + forest.<byte[]>getAs("encoder").length
            + forest.getList(forest.fieldIndex("usual")).toString().length();
    System.out.println("an actor of 200 events costs " + bytes + " bytes");
    assertTrue(bytes <= 100_000, bytes + " bytes");
  }

  @Test
  void storedBytesAreThoseOfTheForestPackage() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(usual("jo", i));
    }
    Row stored = logins().setTrees(3).setSeed(5).grow(table(rows)).head();
    EventEncoder encoder = EventEncoder.fromBytes(stored.getAs("encoder"));
    assertEquals(new Feature("network.owner", Feature.Kind.OWNER), encoder.features().get(1));
    IsolationForest forest = IsolationForest.fromBytes(stored.getAs("forest"));
    assertEquals(30, forest.events());
    assertEquals(15, forest.samples());
    assertEquals(5, forest.growth().seed());
    double[] row =
        encoder.row(
            new double[] {0.505, 0.141, 0.852},
            "Bredband2 AB",
            "curl/7.8",
            9 * HOUR,
            "Linkoping, SE",
            12.5);
    Row scored =
        logins()
            .setTrees(3)
            .model(logins().setTrees(3).setSeed(5).grow(table(rows)))
            .transform(table(List.of(usual("jo", 9))))
            .head();
    assertEquals(forest.score(row), scored.<Double>getAs("score"), 1e-12);
  }

  @Test
  void everyParamIsNamedDocumentedAndHasASetter() throws ReflectiveOperationException {
    PerActorIsolationForest estimator = new PerActorIsolationForest();
    assertEquals(21, estimator.params().length);
    for (Param<?> param : estimator.params()) {
      assertTrue(param.doc().length() > 10, param.name());
      String name =
          param.name().substring(0, 1).toUpperCase(Locale.ROOT) + param.name().substring(1);
      assertTrue(
          Arrays.stream(estimator.getClass().getMethods())
              .anyMatch(method -> method.getName().equals("set" + name)),
          param.name());
      assertTrue(
          Arrays.stream(estimator.getClass().getMethods())
              .anyMatch(method -> method.getName().equals("get" + name)),
          param.name());
    }
  }

  @Test
  void refusesParamsThatCannotBe() {
    PerActorIsolationForest estimator = new PerActorIsolationForest("f");
    assertRefused("f parameter trees given invalid value 0.", () -> estimator.setTrees(0));
    assertRefused("f parameter samples given invalid value 1.", () -> estimator.setSamples(1));
    assertRefused("f parameter minEvents given invalid value 1.", () -> estimator.setMinEvents(1));
    assertRefused("f parameter maxEvents given invalid value 1.", () -> estimator.setMaxEvents(1));
    assertRefused("f parameter maxTokens given invalid value 0.", () -> estimator.setMaxTokens(0));
    assertRefused(
        "f parameter contamination given invalid value 0.6.",
        () -> estimator.setContamination(0.6));
    assertRefused("f parameter kind given invalid value odd.", () -> estimator.setKind("odd"));
    assertRefused(
        "featureCols: bytes is not column:kind; kinds:"
            + " [number, category, place, owner, user_agent, hour]",
        () -> estimator.setFeatureCols("bytes"));
    assertRefused("shownCols: place is not feature=column", () -> estimator.setShownCols("place"));
  }

  @Test
  void refusesEventsThatLackWhatTheParamsNameBeforeReadingThem() {
    StructType schema = LOGINS;
    assertRefused(
        "there are no features: set featureCols (column:kind), or featuresCol (a vector)",
        () -> new PerActorIsolationForest().transformSchema(schema));
    assertRefused(
        "both featureCols and featuresCol are set; allowed: one of them",
        () -> logins().setFeaturesCol("v").transformSchema(schema));
    assertRefused(
        "featureCols: there is no column cty; columns: " + Arrays.asList(schema.fieldNames()),
        () -> logins().setShownCols().setFeatureCols("cty:category").transformSchema(schema));
    assertRefused(
        "featureCols: city is string; needed: a number or boolean, for kind number",
        () -> logins().setShownCols().setFeatureCols("city:number").transformSchema(schema));
    assertRefused(
        "featureCols: bytes is double; needed: a timestamp or microseconds since 1970, for kind"
            + " hour",
        () -> logins().setShownCols().setFeatureCols("bytes:hour").transformSchema(schema));
    assertRefused(
        "featureCols: city is string; needed: an array of three numbers, a struct of x, y, z or a"
            + " vector",
        () -> logins().setShownCols().setFeatureCols("city:place").transformSchema(schema));
    assertRefused(
        "shownCols: plaice is not a feature; features: [place, network.owner, agent, micros, city,"
            + " bytes]",
        () -> logins().setShownCols("plaice=city").transformSchema(schema));
    assertRefused(
        "idCol: there is no column id; columns: " + Arrays.asList(schema.fieldNames()),
        () -> logins().setIdCol("id").fit(table(List.of())));
    assertRefused(
        "actorCol: there is no column who; columns: " + Arrays.asList(schema.fieldNames()),
        () -> logins().setActorCol("who").transformSchema(schema));
    assertRefused(
        "output column city is there already; rename it with the param of that output",
        () -> logins().setScoreCol("city").transformSchema(schema));
  }

  private static PerActorIsolationForest logins() {
    return logins(new PerActorIsolationForest());
  }

  private static PerActorIsolationForest logins(PerActorIsolationForest estimator) {
    return estimator
        .setActorCol("actor")
        .setFeatureCols(
            "place:place",
            "network.owner:owner",
            "agent:user_agent",
            "micros:hour",
            "city:category",
            "bytes:number")
        .setShownCols("place=city");
  }

  private static Row usual(String actor, int i) {
    return login(actor, i, LINKOPING, "Linkoping, SE", "Bredband2 AB");
  }

  private static Row login(String actor, int i, List<Double> place, String city, String owner) {
    return RowFactory.create(
        "m" + i, actor, place, city, owner, "curl/7." + i, i * HOUR, i % 5 == 0 ? 12.0 : 12.5);
  }

  /** Equal events, but for their ids. */
  private static List<Row> same(Row event, int times) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Object[] cells = new Object[event.length()];
      for (int c = 1; c < cells.length; c++) {
        cells[c] = event.get(c);
      }
      cells[0] = "m" + i;
      rows.add(RowFactory.create(cells));
    }
    return rows;
  }

  private static Dataset<Row> table(List<Row> rows) {
    return SPARK.createDataFrame(rows, LOGINS);
  }

  /** By actor, all that training found. */
  private static Map<String, String> forests(Dataset<Row> forests) {
    Map<String, String> found = new TreeMap<>();
    HexFormat hex = HexFormat.of();
    for (Row row : forests.collectAsList()) {
      byte[] forest = row.getAs("forest");
      byte[] encoder = row.getAs("encoder");
      String bytes = forest == null ? "none" : hex.formatHex(forest) + hex.formatHex(encoder);
      found.put(row.getAs("actor"), bytes + row.get(row.fieldIndex("usual")) + row.getAs("events"));
    }
    return found;
  }

  private static void assertRefused(String message, Runnable action) {
    var error = assertThrows(IllegalArgumentException.class, action::run);
    assertEquals(message, error.getMessage());
  }
}
