package dev.nightwarden;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** The one server of the S3 protocol of all tests, in a process of its own. */
public final class TestObjectStore {
  private static final Pattern ANSWERED =
      Pattern.compile(
          "(?m)^http_server_request_duration_seconds_count\\{.*s3_operation=\"(\\w+)\".*} (\\d+)");

  private static Path buckets;
  private static String url;

  private TestObjectStore() {}

  /** Where the server is asked. */
  private static synchronized String url() throws IOException, InterruptedException {
    if (url == null) {
      buckets = Files.createTempDirectory("buckets");
      url =
          OwnServer.start(
              "object-store",
              "store.classpath",
              List.of("-Xmx384m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
              "dev.nightwarden.objectstore.ObjectStore",
              buckets);
    }
    return url;
  }

  /** Makes a bucket, and gives the folder in which its objects lie as files. */
  public static Path bucket(String name) throws IOException, InterruptedException {
    url();
    return Files.createDirectory(buckets.resolve(name));
  }

  /** What Hadoop must be told, as a user of another store than AWS tells it. */
  public static Map<String, String> settings() throws IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.s3a.endpoint", url());
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.connection.ssl.enabled", "false");
    settings.put(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    settings.put("fs.s3a.access.key", "nobody");
    settings.put("fs.s3a.secret.key", "nothing");
    return settings;
  }

  /** Tells the session of all tests. */
  public static Configuration configure() throws IOException, InterruptedException {
    Configuration hadoop = SharedSpark.session().sparkContext().hadoopConfiguration();
    settings().forEach(hadoop::set);
    return hadoop;
  }

  /** How many requests were answered until now, by the operation of S3. */
  public static Map<String, Long> requests() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/metrics")).build();
    String text =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    Map<String, Long> requests = new TreeMap<>();
    for (MatchResult answered : ANSWERED.matcher(text).results().toList()) {
      requests.merge(answered.group(1), Long.parseLong(answered.group(2)), Long::sum);
    }
    return requests;
  }
}
