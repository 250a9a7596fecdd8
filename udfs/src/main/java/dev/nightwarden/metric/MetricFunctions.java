package dev.nightwarden.metric;

import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.sql.Argument;
import dev.nightwarden.sql.Example;
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
  private static final String NULL_FOR_NULL = "A null text gives null.";
  private static final String NULL_NAME = "A null name gives null.";
  private static final Argument TEXT = new Argument("text", "string", "any text");
  private static final Argument NAME =
      new Argument("name", "string", "the name of a host or domain");

  private static final List<SqlFunction> ALL =
      List.of(
          of(
              "digit_count",
              TEXT,
              "How many characters of a text are digits 0 to 9.",
              DataTypes.IntegerType,
              NULL_FOR_NULL,
              new Example("digit_count('e6603')", "4"),
              Digits::count),
          of(
              "digit_share",
              TEXT,
              "The share of a text's characters that are digits 0 to 9, in [0, 1]; 0 if it is empty.",
              DataTypes.DoubleType,
              NULL_FOR_NULL,
              new Example("digit_share('abc1')", "0.25"),
              Digits::share),
          of(
              "shannon_entropy",
              TEXT,
              "Shannon entropy of a text in bits per character, by how often each occurs in it; 0 or"
                  + " more.",
              DataTypes.DoubleType,
              NULL_FOR_NULL,
              new Example("shannon_entropy('abcd')", "2.0"),
              Entropy::bits),
          of(
              "base32_entropy",
              new Argument(
                  "text",
                  "string",
                  "in base32, either case, padding optional; a dot is none, so give one label of a"
                      + " name: split_part(name, '.', 1)"),
              "Shannon entropy in bits per byte of what a text says in base32, in [0, 8].",
              DataTypes.DoubleType,
              "Null if the text is null or no base32.",
              new Example("base32_entropy('mfrggza')", "2.0"),
              Entropy::ofBase32),
          of(
              "base64_entropy",
              new Argument(
                  "text", "string", "in base64, standard or URL alphabet, padding optional"),
              "Shannon entropy in bits per byte of what a text says in base64, in [0, 8].",
              DataTypes.DoubleType,
              "Null if the text is null or no base64.",
              new Example("base64_entropy('YWJjZA==')", "2.0"),
              Entropy::ofBase64),
          of(
              "label_count",
              NAME,
              "How many labels a name has; 0 for an empty one.",
              DataTypes.IntegerType,
              NULL_NAME,
              new Example("label_count('www.example.com.')", "3"),
              Domain::labels),
          of(
              "registered_domain",
              NAME,
              "What somebody registered of a name, in lower case, by the Public Suffix List.",
              DataTypes.StringType,
              "Null if there is none, as of a null, an address or a bare host name.",
              new Example("registered_domain('www.bbc.co.uk')", "bbc.co.uk"),
              Domain::registered),
          of(
              "public_suffix",
              NAME,
              "The public suffix of a name, by the Public Suffix List.",
              DataTypes.StringType,
              "Null if it has none, or is null.",
              new Example("public_suffix('www.bbc.co.uk')", "co.uk"),
              Domain::publicSuffix),
          new SqlFunction(
              "popularity_rank",
              List.of(
                  NAME,
                  new Argument(
                      "file",
                      "string",
                      "the path, on every machine, of lines rank,name, read once; or 'built-in' for"
                          + " a small list by hand")),
              "The rank of a name, or else of its registered domain, in a list; 1 is the most"
                  + " popular.",
              "int",
              "Null if neither is listed, or either argument is null.",
              List.of(new Example("popularity_rank('www.google.com', 'built-in')", "1")),
              arguments ->
                  udf((UDF2<String, String, Integer>) PopularityRank::of, DataTypes.IntegerType)
                      .withName("popularity_rank")
                      .apply(text(arguments.get(0)), text(arguments.get(1)))),
          of(
              "is_empty_name",
              NAME,
              "Whether a name is missing, blank or the root.",
              DataTypes.BooleanType,
              "A null name gives true; never null.",
              new Example("is_empty_name('.')", "true"),
              EmptyName::is),
          of(
              "is_address",
              TEXT,
              "Whether a text is an IPv4 or IPv6 address and nothing more. Nothing is looked up.",
              DataTypes.BooleanType,
              NULL_FOR_NULL,
              new Example("is_address('2001:db8::1')", "true"),
              Address::is),
          of(
              "dga_score",
              NAME,
              "How little a name looks chosen by a person: bits per character of its longest label"
                  + " left of the public suffix, by a trigram model of words. About 4 for names"
                  + " people chose, 6 to 9 for random letters and digits.",
              DataTypes.DoubleType,
              "Null for a null, an address, or another script.",
              new Example("round(dga_score('qxvkzjhwpd.example'), 1)", "8.3"),
              GeneratedName::bits),
          new SqlFunction(
              "edit_distance_to",
              List.of(
                  new Argument("name", "string", "at most 255 characters"),
                  new Argument(
                      "names", "array<string>", "the names to compare with, at most 1,000")),
              "The least number of changes (a character more, less or other, or two neighbours"
                  + " swapped) that turn a name into one of several, without regard to case; 0 if it"
                  + " is one of them.",
              "int",
              "Null for a null, a longer name, or an array without names.",
              List.of(
                  new Example(
                      "edit_distance_to('paypa1.com', array('google.com', 'paypal.com'))", "1")),
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
          of(
              "is_base64",
              TEXT,
              "Whether a whole text of 16 or more characters decodes as base64 and looks like it, as"
                  + " no ordinary name does.",
              DataTypes.BooleanType,
              NULL_FOR_NULL,
              new Example("is_base64('3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=')", "true"),
              Base64Text::is),
          of(
              "has_base64",
              new Argument(
                  "text",
                  "string",
                  "a list written as text, its pieces parted by brackets, quotes, commas,"
                      + " semicolons and white space"),
              "Whether a piece of a list looks like base64, as is_base64 tells.",
              DataTypes.BooleanType,
              NULL_FOR_NULL,
              new Example("has_base64('[192.0.2.1, example.com]')", "false"),
              Base64Text::isIn));

  private MetricFunctions() {}

  /** All of them, in the order in which a listing shows them. */
  public static List<SqlFunction> all() {
    return ALL;
  }

  private static SqlFunction of(
      String name,
      Argument argument,
      String gives,
      DataType type,
      String nulls,
      Example example,
      UDF1<String, ?> metric) {
    return new SqlFunction(
        name,
        List.of(argument),
        gives,
        type.simpleString(),
        nulls,
        List.of(example),
        arguments -> udf(metric, type).withName(name).apply(text(arguments.get(0))));
  }

  private static Column text(Column column) {
    return column.cast(DataTypes.StringType);
  }
}
