package dev.nightwarden.train;

import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A model in a folder: MLlib's own {@code metadata}, and the forests as Parquet in {@code data}.
 */
final class ModelFiles {
  private static final String DATA = "/data";

  private ModelFiles() {}

  /** Writes a model. */
  static final class ForestsWriter extends MLWriter {
    private final PerActorIsolationForestModel model;

    ForestsWriter(PerActorIsolationForestModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
      model.forests().write().parquet(path + DATA);
    }
  }

  /** Reads a model. */
  static final class ForestsReader extends MLReader<PerActorIsolationForestModel> {
    @Override
    public PerActorIsolationForestModel load(String path) {
      var metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), PerActorIsolationForestModel.class.getName());
      Dataset<Row> forests = sparkSession().read().parquet(path + DATA);
      var model = new PerActorIsolationForestModel(metadata.uid(), forests);
      metadata.getAndSetParams(model, scala.Option.empty());
      return model;
    }
  }
}
