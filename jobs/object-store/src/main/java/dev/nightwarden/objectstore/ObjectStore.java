package dev.nightwarden.objectstore;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** Runs one server of the S3 protocol on the loopback address until its standard input ends. */
public final class ObjectStore {
  private ObjectStore() {}

  /**
   * Writes the server's port once it can be asked. Each folder inside the given one is a bucket,
   * the files below it are its objects; anybody may read and write them.
   *
   * @param arguments the folder of the buckets, and the file for the port, which is there whole or
   *     not at all
   */
  public static void main(String[] arguments) throws Exception {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(arguments[0]))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .metricsEnabled(true)
            .ignoreUnknownHeaders(true)
            .build();
    server.start();
    write(Path.of(arguments[1]), "" + server.getPort());
    while (System.in.read() >= 0) {
      // Whoever started it goes on.
    }
    server.stop();
    System.exit(0);
  }

  private static void write(Path file, String text) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(aside, text);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
