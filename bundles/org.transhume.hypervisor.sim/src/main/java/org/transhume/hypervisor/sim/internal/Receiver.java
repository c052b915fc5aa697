// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.Reason;

/**
 * {@code xl migrate-receive}: what it does, in its order, and what it leaves behind wherever it
 * fails. It knows of the domain only what comes on its stream.
 */
final class Receiver extends TransferProcess implements IncomingTransfer {

  private enum Stage {
    BEGIN,
    MAGIC,
    HEAD_LENGTH,
    HEAD,
    WAITING,
    BLOCK,
    ROUND,
    PAGES_LENGTH,
    PAGES,
    STATE_LENGTH,
    STATE,
    CHECKSUM,
    AWAIT_GO
  }

  /** xl reports its error codes without their sign; -6 is a name that exists. */
  private static final int STATUS_NAME_IN_USE = 6;

  private static final int STATUS_FAILED = 3;

  private Stage stage = Stage.BEGIN;
  private Optional<SimulatedDomain> copy = Optional.empty();
  private Optional<DomainImage.State> state = Optional.empty();
  private String name = "unknown";
  private long thinness = 1;
  private int length;
  private int round;
  private long roundBytes;
  private long roundBytesReceived;
  private long receivedAtTick;
  private boolean halfway;

  Receiver(SimulatedHost host, World world, String migrationId, Optional<Fault> fault) {
    super(host, world, migrationId, fault, host.inbound());
  }

  /** The receiver sees an end of file; what it still says is heard or kept for those who read. */
  @Override
  public void cut() {
    inputPipe().closeWriter();
  }

  @Override
  public void kill() {
    world().lock().run(this::die);
  }

  @Override
  boolean isOf(SimulatedDomain other) {
    return copy.filter(domain -> domain == other).isPresent();
  }

  @Override
  String subject() {
    return name;
  }

  @Override
  boolean proceed() {
    return switch (stage) {
      case BEGIN -> begin(Wire.BANNER);
      case MAGIC -> take(Wire.MAGIC.length, this::magic);
      case HEAD_LENGTH ->
          take(
              4,
              bytes -> {
                length = ByteBuffer.wrap(bytes).getInt();
                stage = Stage.HEAD;
              });
      case HEAD -> isSensible(length) && take(length, this::head);
      case BLOCK -> take(1, bytes -> block(bytes[0]));
      case ROUND -> take(5, this::round);
      case PAGES_LENGTH ->
          take(
              2,
              bytes -> {
                length = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort());
                stage = Stage.PAGES;
              });
      case PAGES -> credit() > 0 && take(length, this::pages);
      case STATE_LENGTH ->
          take(
              4,
              bytes -> {
                length = ByteBuffer.wrap(bytes).getInt();
                stage = Stage.STATE;
              });
      case STATE -> isSensible(length) && take(length, this::state);
      case CHECKSUM -> checksum();
      case AWAIT_GO -> awaitGo();
      case WAITING -> false;
    };
  }

  // Steps 1 to 3

  private boolean begin(byte[] banner) {
    say("migration target: Ready to receive domain.");
    stage = Stage.MAGIC;
    if (!write(banner)) {
      end(Optional.of(failure(Reason.STREAM_CUT, "had nobody to send its banner to", Map.of())));
    }
    return true;
  }

  private boolean take(int count, Consumer<byte[]> then) {
    Optional<byte[]> bytes = inbox().take(count);
    if (bytes.isPresent()) {
      then.accept(bytes.get());
      return true;
    }
    if (inbox().ended()) {
      fail(Reason.STREAM_CUT, "lost its stream");
      return true;
    }
    return false;
  }

  private boolean isSensible(int count) {
    boolean sensible = count >= 0 && count <= DomainImage.LONGEST_RECORD;
    if (!sensible) {
      fail(Reason.GARBAGE, "announces a record of " + count + " bytes");
    }
    return sensible;
  }

  private void magic(byte[] bytes) {
    if (Arrays.equals(bytes, Wire.MAGIC)) {
      stage = Stage.HEAD_LENGTH;
    } else {
      fail(Reason.GARBAGE, "begins like no simulated domain");
    }
  }

  private void head(byte[] bytes) {
    try {
      DomainImage.Head head = DomainImage.Head.decode(bytes);
      DomainConfiguration configuration =
          DomainConfigurationReader.read(head.configuration(), TraceReader.none());
      name = head.name();
      thinness = head.memoryBytesPerStreamByte();
      stage = Stage.WAITING;
      if (took(Step.HEADER)) {
        later(world().costs().createNanos(), () -> create(head.uuid(), configuration));
      }
    } catch (IOException | HypervisorException e) {
      fail(Reason.GARBAGE, "has a head that cannot be understood: " + e.getMessage());
    }
  }

  private void create(String uuid, DomainConfiguration configuration) {
    if (host().find(DomainName.incoming(configuration.name())).isPresent()) {
      say("Domain with name \"" + DomainName.incoming(configuration.name()) + "\" already exists.");
      fail(Reason.NAME_IN_USE, "finds another copy being received");
      return;
    }
    if (configuration.guest().command().isPresent() && !world().programs().has(uuid)) {
      fail(Reason.UNSUPPORTED, "is backed by a process that cannot leave its Java machine");
      return;
    }
    copy = Optional.of(host().createIncoming(uuid, configuration));
    useLink(true);
    stage = Stage.BLOCK;
    if (took(Step.CREATE)) {
      later(TICK_NANOS, this::tick);
    }
  }

  private void tick() {
    if (stage == Stage.WAITING || stage == Stage.AWAIT_GO) {
      return;
    }
    stream(inbox().received() > receivedAtTick);
    receivedAtTick = inbox().received();
    later(TICK_NANOS, this::tick);
  }

  private void block(byte code) {
    if (code == StreamBlock.ROUND.code()) {
      stage = Stage.ROUND;
    } else if (code == StreamBlock.PAGES.code()) {
      stage = Stage.PAGES_LENGTH;
    } else if (code == StreamBlock.STATE.code()) {
      stage = Stage.STATE_LENGTH;
    } else {
      fail(Reason.GARBAGE, "has a block of unknown kind " + code);
    }
  }

  private void round(byte[] bytes) {
    round = bytes[0];
    roundBytes = ByteBuffer.wrap(bytes, 1, 4).getInt() * (long) PreCopy.PAGE_BYTES;
    roundBytesReceived = 0;
    stage = Stage.BLOCK;
  }

  private void pages(byte[] bytes) {
    spend((double) bytes.length * thinness);
    roundBytesReceived += bytes.length * thinness;
    stage = Stage.BLOCK;
    SimulatedDomain domain = copy.orElseThrow();
    if (!host().isHere(domain)) {
      fail(Reason.FAILED, "finds its copy gone");
    } else if (roundBytesReceived >= roundBytes + thinness) {
      fail(Reason.GARBAGE, "has more pages in a round than announced");
    } else if (round == 1 && !grow(domain)) {
      say("xc: error: Failed to populate physmap");
      fail(Reason.NO_MEMORY, "finds too little memory");
    } else if (!halfway && roundBytesReceived * 2 >= roundBytes) {
      halfway = true;
      took(Step.PRE_COPY);
    }
  }

  private boolean grow(SimulatedDomain domain) {
    long memory = Math.min(domain.machine().memoryBytes(), roundBytesReceived);
    return !hasStruck(Fault.Kind.NO_MEMORY) && host().grow(domain, memory);
  }

  private void state(byte[] bytes) {
    try {
      state = Optional.of(DomainImage.State.decode(bytes));
      Demand.parse(state.get().demand());
      stage = Stage.CHECKSUM;
    } catch (IOException | IllegalArgumentException e) {
      fail(Reason.GARBAGE, "has a state that cannot be understood: " + e.getMessage());
    }
  }

  // Step 5

  private boolean checksum() {
    int expected = inbox().checksum();
    return take(
        4,
        bytes -> {
          if (ByteBuffer.wrap(bytes).getInt() != expected) {
            fail(Reason.GARBAGE, "was changed on its way");
            return;
          }
          useLink(false);
          stream(false);
          stage = Stage.WAITING;
          later(world().costs().restoreNanos(), this::complete);
        });
  }

  private void complete() {
    SimulatedDomain domain = copy.orElseThrow();
    if (!host().isHere(domain)) {
      fail(Reason.FAILED, "finds its copy gone");
      return;
    }
    host().adopt(domain, state.orElseThrow());
    say("migration target: Transfer complete, requesting permission to start domain.");
    if (!write(Wire.READY)) {
      end(Optional.of(failure(Reason.STREAM_CUT, "had nobody to tell that it is ready", Map.of())));
      return;
    }
    stage = Stage.AWAIT_GO;
    took(Step.READY);
  }

  // Steps 7 to 9

  private boolean awaitGo() {
    Optional<byte[]> heard = inbox().take(Wire.GO.length);
    if (heard.isPresent() && Arrays.equals(heard.get(), Wire.GO)) {
      say("migration target: Got permission, starting domain.");
      stage = Stage.WAITING;
      if (took(Step.GO)) {
        later(world().costs().renameNanos(), this::renameArrived);
      }
      return true;
    }
    if (heard.isPresent() || inbox().ended()) {
      giveBack(STATUS_FAILED, failure(Reason.STREAM_CUT, "was not told to start", Map.of()));
      return true;
    }
    return false;
  }

  private void renameArrived() {
    SimulatedDomain domain = copy.orElseThrow();
    if (!host().isHere(domain)) {
      giveBack(STATUS_FAILED, failure(Reason.FAILED, "finds its copy gone", Map.of()));
    } else if (hasStruck(Fault.Kind.NAME_IN_USE) || host().find(name).isPresent()) {
      say("Domain with name \"" + name + "\" already exists.");
      giveBack(STATUS_NAME_IN_USE, failure(Reason.NAME_IN_USE, "finds its name in use", Map.of()));
    } else {
      host().rename(domain, name);
      if (took(Step.RENAME_ARRIVED)) {
        later(world().costs().unpauseNanos(), this::unpause);
      }
    }
  }

  private void unpause() {
    SimulatedDomain domain = copy.orElseThrow();
    if (hasStruck(Fault.Kind.TARGET_START_FAILS)
        || hasStruck(Fault.Kind.GRANT_IS_LOST)
        || !host().isHere(domain)) {
      giveBack(STATUS_FAILED, failure(Reason.TARGET_START_FAILED, "cannot be started", Map.of()));
      return;
    }
    if (hasStruck(Fault.Kind.GUEST_STAYS_SILENT)) {
      domain.setDemand(Demand.constant(0));
    }
    if (domain.state() == DomainState.PAUSED) {
      host().setState(domain, DomainState.RUNNING);
    }
    if (!took(Step.UNPAUSE)) {
      return;
    }
    say("migration target: Domain started successsfully.");
    boolean told = report(0);
    if (took(Step.REPORT)) {
      end(
          told
              ? Optional.empty()
              : Optional.of(
                  failure(Reason.STREAM_CUT, "runs, and nobody could be told", Map.of())));
    }
  }

  // Step 10

  private boolean report(int status) {
    return write(Wire.REPORT) && write(new byte[] {(byte) status});
  }

  private void giveBack(int status, HypervisorException failure) {
    stage = Stage.WAITING;
    if (!report(status)) {
      end(Optional.of(failure));
      return;
    }
    if (took(Step.REPORT)) {
      say("migration target: Failure, destroying our copy.");
      later(world().costs().destroyNanos(), () -> grant(failure));
    }
  }

  private void grant(HypervisorException failure) {
    host().remove(copy.orElseThrow());
    if (hasStruck(Fault.Kind.GRANT_IS_LOST)) {
      die();
      return;
    }
    say("migration target: Cleanup OK, granting sender permission to resume.");
    write(Wire.GO);
    if (took(Step.GRANT)) {
      end(Optional.of(failure));
    }
  }

  private void fail(Reason reason, String what) {
    HypervisorException failure = failure(reason, what, Map.of());
    say("migration target: Domain creation failed (code -3).");
    stage = Stage.WAITING;
    useLink(false);
    stream(false);
    if (copy.isEmpty()) {
      end(Optional.of(failure));
      return;
    }
    later(
        world().costs().destroyNanos(),
        () -> {
          host().remove(copy.get());
          end(Optional.of(failure));
        });
  }

  /** Its few messages always find room; they fail only when nobody reads any more. */
  private boolean write(byte[] message) {
    outbox().put(message);
    return outbox().flush() && !outbox().broken();
  }
}
