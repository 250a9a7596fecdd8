package dev.nightwarden.metric;

import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.sql.SqlFunction;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The metrics as SQL functions. What SQL has itself is not here: {@code length}, {@code hour},
 * {@code minute}, {@code levenshtein}.
 */
public final class MetricFunctions {
  private static final List<SqlFunction> ALL =
      List.of(
          ofText(
              "digit_count",
              "How many characters of a text are digits 0 to 9 (int; null for null).",
              DataTypes.IntegerType,
              Digits::count),
          ofText(
              "digit_share",
              "The share of a text's characters that are digits 0 to 9 (double in [0, 1]; 0 if"
                  + " empty; null for null).",
              DataTypes.DoubleType,
              Digits::share),
          ofText(
              "shannon_entropy",
              "Shannon entropy of a text in bits per character, by how often each occurs in it"
                  + " (double, 0 or more; null for null).",
              DataTypes.DoubleType,
              Entropy::bits),
          ofText(
              "base32_entropy",
              "Shannon entropy in bits per byte of what a text says in base32 (double in [0, 8];"
                  + " null if it is null or no base32). Either case, padding optional; a dot is no"
                  + " base32, so give one label: split_part(name, '.', 1).",
              DataTypes.DoubleType,
              Entropy::ofBase32),
          ofText(
              "base64_entropy",
              "Shannon entropy in bits per byte of what a text says in base64 (double in [0, 8];"
                  + " null if it is null or no base64). Standard or URL alphabet, padding optional.",
              DataTypes.DoubleType,
              Entropy::ofBase64),
          ofText(
              "label_count",
              "How many labels a name has: 3 for www.example.com. (int; 0 for an empty one; null"
                  + " for null).",
              DataTypes.IntegerType,
              Domain::labels),
          ofText(
              "registered_domain",
              "What somebody registered of a name: bbc.co.uk of www.bbc.co.uk, in lower case"
                  + " (string; null if there is none, as of an address or a bare host name).",
              DataTypes.StringType,
              Domain::registered),
          ofText(
              "public_suffix",
              "The public suffix of a name: co.uk of www.bbc.co.uk, by the Public Suffix List"
                  + " (string; null if it has none).",
              DataTypes.StringType,
              Domain::publicSuffix),
          new SqlFunction(
              "popularity_rank",
              List.of("name", "file"),
              "The rank of a name, or else of its registered domain, in a list of lines rank,name"
                  + " (int, 1 is the most popular; null if neither is listed). The file is a path on"
                  + " every machine, read once, or 'built-in' for a small list by hand.",
              arguments ->
                  udf((UDF2<String, String, Integer>) PopularityRank::of, DataTypes.IntegerType)
                      .withName("popularity_rank")
                      .apply(text(arguments.get(0)), text(arguments.get(1)))),
          ofText(
              "is_empty_name",
              "Whether a name is null, blank or the root (boolean, never null).",
              DataTypes.BooleanType,
              EmptyName::is),
          ofText(
              "is_address",
              "Whether a text is an IPv4 or IPv6 address and nothing more (boolean; null for null)."
                  + " Nothing is looked up.",
              DataTypes.BooleanType,
              Address::is),
          ofText(
              "dga_score",
              "How little a name looks chosen by a person: bits per character of its longest label"
                  + " left of the public suffix, by a trigram model of words (double, above 0; about"
                  + " 4 for names people chose, 6 to 9 for random letters and digits; null for null,"
                  + " an address, or another script).",
              DataTypes.DoubleType,
              GeneratedName::bits),
          new SqlFunction(
              "edit_distance_to",
              List.of("name", "names"),
              "The least number of changes (a character more, less or other, or two neighbours"
                  + " swapped) that turn a name into one of an array of at most 1,000 names, without"
                  + " regard to case (int; 0 if it is one of them; null for null, an array without"
                  + " names, or more than 255 characters).",
              arguments ->
                  udf(
                          (UDF2<String, Seq<String>, Integer>)
                              (name, names) ->
                                  EditDistance.to(
                                      name,
                                      names == null ? null : CollectionConverters.asJava(names)),
                          DataTypes.IntegerType)
                      .withName("edit_distance_to")
                      .apply(text(arguments.get(0)), arguments.get(1).cast("array<string>"))),
          ofText(
              "is_base64",
              "Whether a whole text of 16 or more characters decodes as base64 and looks like it, as"
                  + " no ordinary name does (boolean; null for null).",
              DataTypes.BooleanType,
              Base64Text::is),
          ofText(
              "has_base64",
              "Whether a piece of a list written as text looks like base64, pieces being parted by"
                  + " brackets, quotes, commas, semicolons and white space (boolean; null for null).",
              DataTypes.BooleanType,
              Base64Text::isIn));

  private MetricFunctions() {}

  /** All of them, in the order in which a listing shows them. */
  public static List<SqlFunction> all() {
    return ALL;
  }

  private static SqlFunction ofText(
      String name, String doc, DataType type, UDF1<String, ?> metric) {
    return new SqlFunction(
        name,
        List.of("text"),
        doc,
        arguments -> udf(metric, type).withName(name).apply(text(arguments.get(0))));
  }

  private static Column text(Column column) {
    return column.cast(DataTypes.StringType);
  }
}
