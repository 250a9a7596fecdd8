package dev.nightwarden.stream;

import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.ingest.Transport;
import dev.nightwarden.value.Amount;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is open: takes records of many senders, and lands them.
 *
 * <p>Nothing waits in memory but the unfinished record of each sender: a record is written before
 * more is read, so that senders are as fast as the disk, and a slow one holds up nobody.
 */
final class Receiver implements Transport.Open {
  private static final Duration SYNC = Duration.ofMillis(200);

  /** A sender is still sending if something came in so many milliseconds. */
  private static final long QUIET_MILLIS = 150;

  private static final long LONGEST_END_MILLIS = 3_000;
  private static final long LET_IN_NANOS = 50_000_000;
  private static final long PAUSE_NANOS = 10_000_000;
  private static final int CHUNK = 1 << 14;
  private static final Logger log = LoggerFactory.getLogger(Receiver.class);

  private final String name;
  private final Tcp settings;
  private final Spool spool;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong turnedAway = new AtomicLong();
  private final EventLoopGroup accepting = group("accept", 1);
  private final EventLoopGroup reading = group("read", 2);
  private final ScheduledExecutorService syncs =
      Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("tcp-sync", true));
  private Channel port;
  private volatile long lastHeard = System.nanoTime();

  private Receiver(String name, Tcp settings, Spool spool) {
    this.name = name;
    this.settings = settings;
    this.spool = spool;
  }

  /**
   * Opens the port.
   *
   * @param folder where it lands what comes
   * @throws IngestException if it cannot be opened
   */
  static Receiver open(String name, Tcp settings, String folder, Configuration hadoop, Clock clock)
      throws IOException {
    String key = "transports." + name;
    SslContext tls = settings.tls() == null ? null : settings.tls().context(key + ".tls");
    InetAddress host = address(key, settings);
    Spool spool = new Spool(name, folder, hadoop, clock, settings.ack());
    Receiver receiver = new Receiver(name, settings, spool);
    boolean isOpen = false;
    try {
      receiver.bind(key, host, tls);
      // What is not on disk of another's would be lost if it were not dead: the port tells.
      spool.recover();
      isOpen = true;
    } finally {
      if (!isOpen) {
        receiver.stop();
      }
    }
    log.info(
        "{}: receives {} on {}:{}{}",
        name,
        settings.format(),
        host.getHostAddress(),
        receiver.port(),
        tls == null ? "" : " with TLS");
    return receiver;
  }

  private static InetAddress address(String key, Tcp settings) {
    try {
      InetAddress host = InetAddress.getByName(settings.host());
      if (!host.isLoopbackAddress() && settings.tls() == null && !settings.insecure()) {
        throw new IngestException(key + ".host: " + Tcp.openToAll(settings.host()));
      }
      return host;
    } catch (UnknownHostException e) {
      throw new IngestException(
          "%s.host: %s is no address of this machine".formatted(key, settings.host()), e);
    }
  }

  private void bind(String key, InetAddress host, SslContext tls) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(accepting, reading)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 128)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(CHUNK))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    ChannelPipeline pipeline = channel.pipeline();
                    if (tls != null) {
                      pipeline.addLast(tls.newHandler(channel.alloc()));
                    }
                    pipeline.addLast(new IdleStateHandler(settings.idleSeconds(), 0, 0));
                    pipeline.addLast(new Connection(Receiver.this));
                  }
                });
    var bound = bootstrap.bind(new InetSocketAddress(host, settings.port())).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IngestException(
          "%s.port: %s:%d cannot be opened: %s"
              .formatted(key, host.getHostAddress(), settings.port(), bound.cause().getMessage()));
    }
    port = bound.channel();
    Future<?> unused =
        syncs.scheduleWithFixedDelay(
            this::sync, SYNC.toMillis(), SYNC.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sync() {
    try {
      spool.sync();
    } catch (IOException | RuntimeException e) {
      // The next one to land is told so.
      log.error("{}", e.getMessage());
    }
  }

  Tcp settings() {
    return settings;
  }

  String name() {
    return name;
  }

  Spool spool() {
    return spool;
  }

  /** The port that was bound. */
  int port() {
    return ((InetSocketAddress) port.localAddress()).getPort();
  }

  /** How many senders are connected. */
  int senders() {
    return connections.size();
  }

  /** Takes in a sender; gives the reason if there are too many. */
  String admit(Connection connection) {
    if (connections.size() >= settings.maxConnections()) {
      turnedAway.incrementAndGet();
      return "there are %d already, as many as max_connections allows"
          .formatted(settings.maxConnections());
    }
    connections.add(connection);
    return null;
  }

  void gone(Connection connection) {
    connections.remove(connection);
  }

  void heard() {
    lastHeard = System.nanoTime();
  }

  void countRefused() {
    refused.incrementAndGet();
  }

  /** Goes on for some time. */
  void receive(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  @Override
  public void land() throws IOException {
    long lines = spool.roll();
    long turned = turnedAway.getAndSet(0);
    long bad = refused.getAndSet(0);
    if (lines + turned == 0) {
      return;
    }
    log.info(
        "{}: {} received{}{}; {} connected",
        name,
        Amount.of(lines, "record"),
        bad == 0 ? "" : ", %d of them refused".formatted(bad),
        turned == 0 ? "" : ", " + Amount.of(turned, "connection") + " turned away",
        Amount.of(senders(), "sender"));
  }

  /** Takes what is being sent, lands it, tells the senders, and closes the port. */
  @Override
  public void close() throws IOException {
    try {
      // Whoever has connected is let in before the door is shut.
      LockSupport.parkNanos(LET_IN_NANOS);
      port.close().awaitUninterruptibly();
      LockSupport.parkNanos(LET_IN_NANOS);
      long start = System.nanoTime();
      while (!connections.isEmpty() && since(lastHeard) < QUIET_MILLIS && isShort(start)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      connections.forEach(Connection::end);
      spool.sync();
      while (!connections.isEmpty() && isShort(start)) {
        LockSupport.parkNanos(PAUSE_NANOS);
        spool.sync();
      }
    } finally {
      stop();
      land();
    }
  }

  private static boolean isShort(long start) {
    return since(start) < LONGEST_END_MILLIS;
  }

  private static long since(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private void stop() {
    syncs.shutdown();
    accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    reading.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static EventLoopGroup group(String what, int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("tcp-" + what, true), NioIoHandler.newFactory());
  }
}
