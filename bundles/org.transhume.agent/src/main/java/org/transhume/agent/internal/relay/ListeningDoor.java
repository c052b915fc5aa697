// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.SecureTransport.StreamListener;
import org.transhume.spi.transport.StreamConnection;

/**
 * A door on a port of this machine. Where streams have identities, a stream gets in only under a
 * certificate that names the source.
 */
public final class ListeningDoor implements StreamDoor, Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ListeningDoor.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String WELCOME = "welcome";

  private final Map<String, Guest> expected = new ConcurrentHashMap<>();
  private final SecureTransport transport;
  private final ScheduledExecutorService scheduler;
  private final StreamListener listener;
  private volatile boolean unauthenticated;

  /**
   * Begins to listen.
   *
   * @throws IOException when the address cannot be bound
   */
  public ListeningDoor(
      SecureTransport transport, InetSocketAddress address, ScheduledExecutorService scheduler)
      throws IOException {
    this.transport = transport;
    this.scheduler = scheduler;
    this.listener = transport.listen(address, this::accept);
  }

  @Override
  public int port() {
    return listener.port();
  }

  /** Whether a stream has come or gone without TLS. */
  public boolean unauthenticated() {
    return unauthenticated;
  }

  @Override
  public void expect(Guest guest) {
    expected.put(guest.preface().migrationId(), guest);
  }

  @Override
  public void forget(String migrationId) {
    expected.remove(migrationId);
  }

  @Override
  public StreamConnection open(
      Endpoint endpoint, String host, StreamPreface preface, Duration timeout) throws IOException {
    StreamConnection stream = transport.openStream(endpoint, host, timeout);
    noteIdentity(stream);
    ScheduledFuture<?> end = closeAfter(stream, timeout);
    try {
      preface.writeTo(stream.output());
      String answer = StreamPreface.readLine(stream.input());
      if (!answer.equals(WELCOME)) {
        throw new IOException(endpoint + " did not take the stream: " + answer);
      }
      return stream;
    } catch (IOException e) {
      stream.close();
      throw e;
    } finally {
      end.cancel(false);
    }
  }

  @Override
  public void close() {
    listener.close();
    expected.clear();
  }

  private void accept(StreamConnection stream) {
    noteIdentity(stream);
    try {
      if (isTaken(stream)) {
        return;
      }
    } catch (IOException e) {
      LOG.warn("a stream from {} was refused", stream.identity(), e);
    }
    stream.close();
  }

  private boolean isTaken(StreamConnection stream) throws IOException {
    ScheduledFuture<?> end = closeAfter(stream, PATIENCE);
    try {
      StreamPreface preface = StreamPreface.readFrom(stream.input());
      Guest guest = expected.get(preface.migrationId());
      String refusal = refusal(guest, preface, stream);
      if (refusal.isEmpty() && expected.remove(preface.migrationId(), guest)) {
        end.cancel(false);
        StreamPreface.writeLine(stream.output(), WELCOME);
        guest.taker().accept(stream);
        return true;
      }
      LOG.warn("{} from {} was refused: {}", preface, stream.identity(), refusal);
      StreamPreface.writeLine(stream.output(), "refused");
      return false;
    } finally {
      end.cancel(false);
    }
  }

  private void noteIdentity(StreamConnection stream) {
    if (stream.identity().isEmpty()) {
      unauthenticated = true;
    }
  }

  /** Told to the log only: whoever was refused learns nothing from it. */
  private static String refusal(Guest guest, StreamPreface preface, StreamConnection stream) {
    if (guest == null) {
      return "no such migration is prepared";
    }
    if (!guest.preface().matches(preface)) {
      return "wrong token or domain";
    }
    boolean named =
        stream
            .identity()
            .map(identity -> identity.hosts().contains(guest.sourceHost()))
            .orElse(true);
    return named ? "" : "its certificate does not name " + guest.sourceHost();
  }

  /** Where nobody looks after time any more the stream is closed at once. */
  private ScheduledFuture<?> closeAfter(StreamConnection stream, Duration time) throws IOException {
    try {
      return scheduler.schedule(stream::close, time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      stream.close();
      throw new IOException("no stream is carried any more: the agent ends", e);
    }
  }
}
