// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.migration.side.WireMessage;
import org.transhume.spi.hypervisor.ConfigurationReader;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.TransferOutcome;

/**
 * A host in memory whose sender and receiver go through xl's ten steps over pipes. Its faults are
 * switched by the test.
 */
final class FakeHost implements Hypervisor, ConfigurationReader {

  static final long MEBI = 1L << 20;

  /** A copy of a domain. */
  static final class Copy {
    final String uuid;
    final String baseName;
    final int domainId;
    CopyKind kind;
    DomainState state;
    Duration cpuTime = Duration.ZERO;
    boolean transferring;
    long resumedOrUnpaused;

    Copy(String uuid, String baseName, int domainId, CopyKind kind, DomainState state) {
      this.uuid = uuid;
      this.baseName = baseName;
      this.domainId = domainId;
      this.kind = kind;
      this.state = state;
    }

    String name() {
      return switch (kind) {
        case ORDINARY -> baseName;
        case INCOMING -> baseName + "--incoming";
        case MIGRATED_AWAY -> baseName + "--migratedaway";
      };
    }

    DomainIdentity identity() {
      return new DomainIdentity(uuid, domainId, name());
    }
  }

  private final String host;
  private final List<Copy> copies = new ArrayList<>();
  private int nextDomainId = 1;
  volatile long freeMemoryBytes = 4096 * MEBI;
  volatile long streamBytes = 3_000_000;
  volatile boolean receiverDiesAfterGo;
  volatile boolean receiverDiesBeforeReady;
  volatile boolean receiverCannotStart;
  volatile CountDownLatch hang;
  volatile CountDownLatch creationAfter;
  volatile boolean creating;
  volatile CountDownLatch slowAfter;
  volatile HypervisorException broken;

  /** What a guest does that is asked to power off; nothing when that is empty. */
  volatile Optional<DomainState> obedience = Optional.of(DomainState.SHUT_DOWN);

  final AtomicInteger asked = new AtomicInteger();
  private Duration controlDomainTime = Duration.ZERO;

  FakeHost(String host) {
    this.host = host;
  }

  synchronized Copy add(String uuid, String name) {
    Copy copy = new Copy(uuid, name, nextDomainId++, CopyKind.ORDINARY, DomainState.RUNNING);
    copy.cpuTime = Duration.ofSeconds(5);
    copies.add(copy);
    return copy;
  }

  /** Its guest has rebooted: it is there as another copy. */
  synchronized void replace(Copy copy) {
    copies.remove(copy);
    add(copy.uuid, copy.baseName);
  }

  synchronized List<Copy> copies() {
    return List.copyOf(copies);
  }

  synchronized void burn(String uuid, Duration time) {
    copies.stream().filter(c -> c.uuid.equals(uuid)).forEach(c -> c.cpuTime = c.cpuTime.plus(time));
  }

  synchronized void set(Copy copy, CopyKind kind, DomainState state) {
    copy.kind = kind;
    copy.state = state;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public String description() {
    return "a host in memory";
  }

  @Override
  public HostObservation observe() throws HypervisorException {
    CountDownLatch stuck = hang;
    if (stuck != null) {
      await(stuck);
    }
    if (broken != null) {
      throw broken;
    }
    synchronized (this) {
      return new HostObservation(
          host,
          Instant.now(),
          System.nanoTime(),
          "Fake 1.0",
          4,
          8192 * MEBI,
          freeMemoryBytes,
          controlDomainTime,
          "",
          copies.stream().map(this::observed).toList());
    }
  }

  private DomainObservation observed(Copy copy) {
    if (copy.state == DomainState.RUNNING) {
      copy.cpuTime = copy.cpuTime.plusMillis(1);
    }
    return new DomainObservation(
        copy.identity(),
        copy.baseName,
        copy.kind,
        copy.state,
        Optional.of(DomainType.PVH),
        128 * MEBI,
        128 * MEBI,
        1,
        256,
        0,
        copy.cpuTime,
        OptionalLong.empty(),
        List.of(),
        copy.transferring,
        List.of());
  }

  @Override
  public DomainIdentity create(String configuration) throws HypervisorException {
    creating = true;
    CountDownLatch slow = creationAfter;
    if (slow != null) {
      await(slow);
    }
    return add("uuid-" + configuration, configuration).identity();
  }

  /** A configuration is its domain's name, after an equals sign if it gives no uuid. */
  @Override
  public Named named(String configuration) {
    return configuration.startsWith("=")
        ? new Named(Optional.of(configuration.substring(1)), Optional.empty(), OptionalLong.empty())
        : new Named(
            Optional.of(configuration),
            Optional.of("uuid-" + configuration),
            OptionalLong.of(128 * MEBI));
  }

  @Override
  public Optional<String> configuration(String domainUuid) {
    return Optional.empty();
  }

  private synchronized Copy find(DomainIdentity domain) throws HypervisorException {
    return copies.stream()
        .filter(c -> c.domainId == domain.domainId() && c.uuid.equals(domain.uuid()))
        .findFirst()
        .orElseThrow(() -> failure(Reason.IDENTITY_CHANGED, "no such copy: " + domain));
  }

  private synchronized void state(DomainIdentity domain, DomainState state)
      throws HypervisorException {
    find(domain).state = state;
  }

  @Override
  public void pause(DomainIdentity domain) throws HypervisorException {
    state(domain, DomainState.PAUSED);
  }

  @Override
  public void unpause(DomainIdentity domain) throws HypervisorException {
    find(domain).resumedOrUnpaused++;
    state(domain, DomainState.RUNNING);
  }

  @Override
  public void shutdown(DomainIdentity domain) throws HypervisorException {
    asked.incrementAndGet();
    Optional<DomainState> state = obedience;
    if (state.isPresent()) {
      state(domain, state.get());
    }
  }

  @Override
  public void reboot(DomainIdentity domain) throws HypervisorException {
    state(domain, DomainState.REBOOTING);
  }

  @Override
  public synchronized void destroy(DomainIdentity domain) throws HypervisorException {
    copies.remove(find(domain));
  }

  @Override
  public synchronized void rename(DomainIdentity domain, String name) throws HypervisorException {
    find(domain).kind = CopyKind.ORDINARY;
  }

  @Override
  public void resume(DomainIdentity domain) throws HypervisorException {
    find(domain).resumedOrUnpaused++;
    state(domain, DomainState.RUNNING);
  }

  @Override
  public OutgoingTransfer send(DomainIdentity domain, String migrationId)
      throws HypervisorException {
    Sender sender = new Sender(find(domain));
    sender.begin();
    return sender;
  }

  @Override
  public IncomingTransfer receive(String migrationId) throws HypervisorException {
    if (receiverCannotStart) {
      throw failure(Reason.FAILED, "no receiver today");
    }
    Receiver receiver = new Receiver();
    receiver.begin();
    return receiver;
  }

  static HypervisorException failure(Reason reason, String text) {
    return new HypervisorException(reason, text, Map.of());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A process with two pipes. */
  @SuppressWarnings({
    "UnusedMethod",
    "EffectivelyPrivate"
  }) // They implement Transfer in the subclasses.
  private abstract static class Tool {
    final CompletableFuture<TransferOutcome> outcome = new CompletableFuture<>();
    final Pipe heard;
    final Pipe said;

    Tool() {
      try {
        heard = Pipe.open();
        said = Pipe.open();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    abstract Optional<HypervisorException> live() throws IOException;

    void begin() {
      Thread thread =
          new Thread(
              () -> {
                Optional<HypervisorException> failure;
                try {
                  failure = live();
                } catch (IOException e) {
                  failure = Optional.of(failure(Reason.STREAM_CUT, String.valueOf(e)));
                }
                close(said.sink());
                close(heard.source());
                outcome.complete(new TransferOutcome(failure, List.of()));
              },
              "fake-" + getClass().getSimpleName());
      thread.setDaemon(true);
      thread.start();
    }

    void say(byte[] bytes) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        said.sink().write(buffer);
      }
    }

    byte[] hear(int bytes) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      while (buffer.hasRemaining()) {
        if (heard.source().read(buffer) < 0) {
          throw new EOFException("end of input");
        }
      }
      return buffer.array();
    }

    void hear(WireMessage message) throws IOException {
      String text = new String(hear(message.bytes().length), StandardCharsets.US_ASCII);
      if (!text.equals(new String(message.bytes(), StandardCharsets.US_ASCII))) {
        throw new IOException("expected " + message + ", heard " + text);
      }
    }

    public ReadableByteChannel output() {
      return said.source();
    }

    public WritableByteChannel input() {
      return heard.sink();
    }

    public CompletionStage<TransferOutcome> outcome() {
      return outcome;
    }

    public void cut() {
      close(heard.sink());
      close(said.source());
    }

    static void close(AutoCloseable channel) {
      try {
        channel.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final class Sender extends Tool implements OutgoingTransfer {
    private final Copy copy;
    private volatile Instant suspended;

    Sender(Copy copy) {
      this.copy = copy;
      copy.transferring = true;
    }

    @Override
    Optional<HypervisorException> live() throws IOException {
      boolean gone = false;
      try {
        hear(WireMessage.BANNER);
        say(
            ByteBuffer.allocate(256)
                .putLong(streamBytes)
                .put((copy.uuid + " " + copy.baseName).getBytes(StandardCharsets.US_ASCII))
                .array());
        sendMemory();
        set(copy, CopyKind.ORDINARY, DomainState.SUSPENDED);
        suspended = Instant.now();
        hear(WireMessage.READY);
        set(copy, CopyKind.MIGRATED_AWAY, DomainState.SUSPENDED);
        gone = true;
        say(WireMessage.GO.bytes());
        hear(WireMessage.REPORT);
        if (hear(1)[0] == 0) {
          destroy(copy.identity());
          return Optional.empty();
        }
        hear(WireMessage.RESUME_GRANT);
        set(copy, CopyKind.ORDINARY, DomainState.RUNNING);
        return Optional.of(failure(Reason.TARGET_START_FAILED, "the target gave it back"));
      } catch (IOException e) {
        if (!gone) {
          set(copy, CopyKind.ORDINARY, DomainState.RUNNING);
        }
        return Optional.of(
            failure(gone ? Reason.HANDOVER_UNDECIDED : Reason.STREAM_CUT, "failed: " + e));
      } catch (HypervisorException e) {
        return Optional.of(e);
      } finally {
        copy.transferring = false;
      }
    }

    private void sendMemory() throws IOException {
      // A page of xl itself holds the text of GO: the relay must not take it for the message.
      byte[] page = new byte[4096];
      System.arraycopy(WireMessage.GO.bytes(), 0, page, 17, WireMessage.GO.bytes().length);
      long left = streamBytes;
      while (left > 0) {
        if (slowAfter != null && left < streamBytes / 2) {
          FakeHost.await(slowAfter);
        }
        byte[] piece = left < page.length ? new byte[(int) left] : page;
        say(piece);
        left -= piece.length;
      }
    }

    @Override
    public long memoryBytesPerStreamByte() {
      return 10;
    }

    @Override
    public long expectedMemoryBytes() {
      return streamBytes * 10;
    }

    @Override
    public Optional<Instant> suspendedAt() {
      return Optional.ofNullable(suspended);
    }
  }

  private final class Receiver extends Tool implements IncomingTransfer {

    @Override
    Optional<HypervisorException> live() throws IOException {
      say(WireMessage.BANNER.bytes());
      ByteBuffer header = ByteBuffer.wrap(hear(256));
      long left = header.getLong();
      String[] who =
          StandardCharsets.US_ASCII.decode(header).toString().replace("\0", "").split(" ", -1);
      Copy copy = arrive(who[0], who[1]);
      try {
        while (left > 0) {
          left -= hear((int) Math.min(left, 4096)).length;
        }
        if (receiverDiesBeforeReady) {
          return Optional.of(failure(Reason.KILLED, "killed before READY"));
        }
        say(WireMessage.READY.bytes());
        return takeOver(copy);
      } catch (EOFException e) {
        remove(copy);
        return Optional.of(failure(Reason.STREAM_CUT, "the stream ended"));
      } finally {
        copy.transferring = false;
      }
    }

    private Optional<HypervisorException> takeOver(Copy copy) throws IOException {
      try {
        hear(WireMessage.GO);
      } catch (EOFException e) {
        report(1);
        remove(copy);
        return Optional.of(failure(Reason.STREAM_CUT, "no GO came"));
      }
      if (receiverDiesAfterGo) {
        return Optional.of(failure(Reason.KILLED, "killed after GO"));
      }
      set(copy, CopyKind.ORDINARY, DomainState.RUNNING);
      copy.cpuTime = Duration.ofMillis(1);
      copy.resumedOrUnpaused++;
      report(0);
      return Optional.empty();
    }

    private void report(int status) throws IOException {
      say(WireMessage.REPORT.bytes());
      say(new byte[] {(byte) status});
    }

    private Copy arrive(String uuid, String name) {
      synchronized (FakeHost.this) {
        Copy copy = new Copy(uuid, name, nextDomainId++, CopyKind.INCOMING, DomainState.PAUSED);
        copy.transferring = true;
        copies.add(copy);
        return copy;
      }
    }

    private void remove(Copy copy) {
      synchronized (FakeHost.this) {
        copies.remove(copy);
      }
    }

    @Override
    public void kill() {
      cut();
    }
  }
}
