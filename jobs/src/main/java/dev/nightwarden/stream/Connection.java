package dev.nightwarden.stream;

import dev.nightwarden.value.Amount;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sender of a {@link Receiver}. What it sends is on its way to the disk before the next bytes
 * are read of it.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Frames.Taker, Spool.Origin {
  /** Records in a row that cannot be any, after which a sender is let go. */
  static final int MOST_GARBAGE = 100;

  /** How much of a record that is refused is kept. */
  private static final int SHOWN = 2_000;

  private static final Charset OLD = Charset.forName("windows-1252");
  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Receiver receiver;
  private final Frames frames;
  private ChannelHandlerContext context;
  private String from;
  private long taken;
  private long acknowledged;
  private int garbage;
  private boolean isOver;
  private boolean isHeard;
  private ScheduledFuture<?> deadline;

  Connection(Receiver receiver) {
    this.receiver = receiver;
    this.frames = new Frames(receiver.settings().maxBytes(), this);
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    InetSocketAddress remote = (InetSocketAddress) active.channel().remoteAddress();
    from = remote == null ? "unknown" : remote.getAddress().getHostAddress();
    String problem = receiver.admit(this);
    if (problem != null) {
      isOver = true;
      log.warn("{}: refused a connection from {}: {}", receiver.name(), from, problem);
      ChannelFuture unused = active.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object read) {
    try {
      if (isOver || !(read instanceof ByteBuf bytes)) {
        return;
      }
      receiver.heard();
      byte[] chunk = new byte[bytes.readableBytes()];
      bytes.readBytes(chunk);
      if (!isHeard) {
        isHeard = true;
        if (isHandshake(chunk)) {
          close("it speaks TLS, and this port does not; set tls, or switch TLS off in the sender");
          return;
        }
      }
      frames.feed(chunk);
      watchTheLine();
    } catch (EndlessRecordException e) {
      close(e.getMessage());
    } finally {
      ReferenceCountUtil.release(read);
    }
  }

  private boolean isHandshake(byte[] chunk) {
    return receiver.settings().tls() == null && chunk.length > 2 && chunk[0] == 22 && chunk[1] == 3;
  }

  /** A line that has begun must end in time, however slowly its bytes drip. */
  private void watchTheLine() {
    if (!frames.isInside()) {
      if (deadline != null) {
        deadline.cancel(false);
        deadline = null;
      }
    } else if (deadline == null && !isOver) {
      long seconds = receiver.settings().lineSeconds();
      deadline =
          context
              .executor()
              .schedule(
                  () -> close("its record had no end after " + Amount.of(seconds, "second")),
                  seconds,
                  TimeUnit.SECONDS);
    }
  }

  @Override
  public void take(byte[] record) {
    String text;
    String problem = null;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
    } catch (CharacterCodingException e) {
      boolean isJson = receiver.settings().isJson();
      text = new String(record, isJson ? StandardCharsets.UTF_8 : OLD);
      problem = isJson ? "not text in UTF-8" : null;
    }
    boolean isAny = text.charAt(0) == (receiver.settings().isJson() ? '{' : '<');
    garbage = isAny && problem == null ? 0 : garbage + 1;
    add(text, problem);
    if (garbage >= MOST_GARBAGE) {
      close(
          "%d records in a row that are no %s"
              .formatted(garbage, receiver.settings().isJson() ? "JSON objects" : "syslog"));
    }
  }

  @Override
  public void refuse(byte[] start, String reason) {
    add(new String(start, 0, Math.min(SHOWN, start.length), StandardCharsets.UTF_8), reason);
  }

  private void add(String text, String problem) {
    if (isOver) {
      return;
    }
    try {
      taken++;
      if (problem != null) {
        receiver.countRefused();
      }
      receiver.spool().add(from, text, problem, this);
    } catch (IOException e) {
      log.error("{}", e.getMessage());
    }
  }

  @Override
  public void onDisk(long lines) {
    if (!receiver.settings().ack()) {
      return;
    }
    later(
        () -> {
          acknowledged += lines;
          // A sender that does not read them gets no more: the next stands for them all.
          if (context.channel().isWritable()) {
            ChannelFuture unused =
                context.writeAndFlush(
                    Unpooled.copiedBuffer(
                        "{\"ack\":%d}\n".formatted(acknowledged), StandardCharsets.US_ASCII));
          }
          if (isOver && acknowledged == taken) {
            finish();
          }
        });
  }

  @Override
  public void lost(String reason) {
    later(() -> close(reason));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext reading, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      frames.end(null);
      isOver = true;
      if (!receiver.settings().ack() || acknowledged == taken) {
        finish();
      }
    } else if (event instanceof IdleStateEvent) {
      close("silent for " + Amount.of(receiver.settings().idleSeconds(), "second"));
    } else if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
      isOver = true;
      log.warn(
          "{}: refused a connection from {}: TLS: {}",
          receiver.name(),
          from,
          done.cause() instanceof NotSslRecordException
              ? "it does not speak it"
              : done.cause().getMessage());
      ChannelFuture unused = reading.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext reading, Throwable cause) {
    if (!isOver) {
      close(
          cause instanceof ReadTimeoutException || cause.getMessage() == null
              ? cause.getClass().getSimpleName()
              : cause.getMessage());
    }
    ChannelFuture unused = reading.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    if (!isOver) {
      frames.end(null);
      isOver = true;
    }
    watchTheLine();
    receiver.gone(this);
  }

  /** Lets the sender go; what has begun of a record is refused. */
  void close(String reason) {
    if (isOver) {
      return;
    }
    frames.end("the connection was closed inside this record: " + reason);
    isOver = true;
    log.warn("{}: closed the connection from {}: {}", receiver.name(), from, reason);
    finish();
  }

  /** The receiver ends: what came is taken, and there is nothing to complain of. */
  void end() {
    later(
        () -> {
          if (!isOver) {
            frames.end("the receiver ended inside this record");
            isOver = true;
          }
          if (!receiver.settings().ack() || acknowledged == taken) {
            finish();
          }
        });
  }

  /** On the thread that reads this sender; never, once it has ended. */
  private void later(Runnable work) {
    if (!context.executor().isShuttingDown()) {
      context.executor().execute(work);
    }
  }

  private void finish() {
    watchTheLine();
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}
