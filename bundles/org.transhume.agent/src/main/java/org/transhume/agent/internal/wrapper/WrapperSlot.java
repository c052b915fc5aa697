// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.wrapper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.EventLoop;
import org.transhume.agent.internal.migration.JournalLane;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperAnswer;
import org.transhume.spi.wrapper.WrapperException;
import org.transhume.spi.wrapper.WrapperHealth;
import org.transhume.spi.wrapper.WrapperState;
import org.transhume.spi.wrapper.WrapperStatus;

/**
 * One wrapper of one domain on this host. Its deeds are done one after the other, each only after
 * it was recorded that it begins; while the domain moves none begins. Belongs to the loop, but for
 * what it shows.
 */
final class WrapperSlot {

  /** How long a deed waits for its turn, and for a move to end, before it is refused. */
  static final long TURN_MILLIS = 15_000;

  private static final Logger LOG = LoggerFactory.getLogger(WrapperSlot.class);
  private static final int MOST_WAITING = 32;
  private static final int MOST_TEXT = 500;

  private final AgentContext context;
  private final JournalLane journal;
  private final EventLoop lane;
  private final BooleanSupplier moving;
  private final Deque<WrapperRequest> waiting = new ArrayDeque<>();
  private volatile WrapperMemory memory;
  private volatile BuiltWrapper built = BuiltWrapper.NONE;
  private volatile Seen seen;
  private WrapperRequest current;
  private boolean looking;
  private boolean gone;

  /**
   * A look at the software.
   *
   * @param atEpochMillis when; null where there was none
   */
  record Seen(WrapperStatus status, Long atEpochMillis) {}

  /**
   * A slot without a wrapper.
   *
   * @param moving whether the domain moves, asked on the loop and elsewhere
   */
  WrapperSlot(
      AgentContext context, JournalLane journal, WrapperMemory memory, BooleanSupplier moving) {
    this.context = context;
    this.journal = journal;
    this.memory = memory;
    this.moving = moving;
    this.lane = context.execution().newLane();
  }

  WrapperMemory memory() {
    return memory;
  }

  boolean isMoving() {
    return moving.getAsBoolean();
  }

  Optional<WrapperDefinition> definition() {
    return built.by();
  }

  Optional<Wrapper> wrapper() {
    return built.wrapper();
  }

  /** What the last look has shown, or why there was none. */
  Seen seen() {
    Seen last = seen;
    return last != null
        ? last
        : new Seen(WrapperStatus.of(WrapperHealth.UNKNOWN, whyUnseen()), null);
  }

  private String whyUnseen() {
    return built.wrapper().isPresent() ? "not looked at yet on " + context.host() : missing();
  }

  private String missing() {
    return built
        .problem()
        .orElseGet(
            () ->
                "no bundle brings a wrapper "
                    + memory.wrapper()
                    + " to "
                    + context.host()
                    + " for this domain: add etc/org.transhume.wrapper-"
                    + memory.wrapper()
                    + ".cfg, or the bundle, as on the other hosts");
  }

  /** From now on made by that. */
  void serve(Optional<WrapperDefinition> definition, String domainName) {
    if (definition.equals(built.by())) {
      return;
    }
    seen = null;
    built =
        definition
            .map(
                by ->
                    BuiltWrapper.of(
                        by, new WrappedDomain(context.host(), domainName, memory.uuid())))
            .orElse(BuiltWrapper.NONE);
  }

  /** Replaces what is remembered: the domain has come with it. */
  void adopt(WrapperMemory arrived) {
    memory = arrived;
    seen = null;
  }

  /** Asks for a deed; the future tells its end, or why it was not begun. */
  CompletableFuture<WrapperDeed> ask(WrapperRequest request) {
    Optional<String> objection = objectionTo(request);
    if (objection.isPresent()) {
      refuse(request, objection.get());
      return request.outcome();
    }
    waiting.add(request);
    context.later(TURN_MILLIS, () -> giveUp(request));
    turn();
    return request.outcome();
  }

  private Optional<String> objectionTo(WrapperRequest request) {
    Optional<WrapperDeed> known = memory.deed(request.id());
    if (known.isPresent()) {
      WrapperDeed deed = known.get();
      return Optional.of(
          "ALREADY_RUN: "
              + deed.operation()
              + " was begun on "
              + deed.host()
              + " under the id "
              + deed.id()
              + " and is "
              + deed.state()
              + "; read its outcome, or use another id");
    }
    if (waiting.stream().anyMatch(other -> other.id().equals(request.id()))) {
      return Optional.of("ALREADY_RUN: the same id waits for its turn");
    }
    if (waiting.size() >= MOST_WAITING) {
      return Optional.of("BUSY: " + MOST_WAITING + " operations wait already; try again later");
    }
    return gone ? Optional.of(goneText()) : Optional.empty();
  }

  private void giveUp(WrapperRequest request) {
    if (waiting.remove(request)) {
      String why =
          moving.getAsBoolean()
              ? "MOVING: "
                  + memory.domain()
                  + " is being moved and was so for "
                  + TURN_MILLIS
                  + " ms; nothing was done, try again when it has arrived"
              : "BUSY: another operation of this wrapper takes longer than "
                  + TURN_MILLIS
                  + " ms; nothing was done, try again later";
      refuse(request, why);
    }
  }

  private static void refuse(WrapperRequest request, String why) {
    request.outcome().completeExceptionally(new IllegalStateException(why));
  }

  /** Begins the next deed, if it may. */
  void turn() {
    if (current != null || gone || moving.getAsBoolean() || waiting.isEmpty()) {
      return;
    }
    WrapperRequest request = waiting.poll();
    BuiltWrapper present = built;
    if (present.wrapper().isEmpty()) {
      refuse(request, "NO_WRAPPER: " + missing());
      turn();
      return;
    }
    current = request;
    WrapperMemory before = memory;
    memory =
        before.with(
            WrapperDeed.begun(
                request.id(), request.operation(), context.host(), context.nowMillis()));
    WrapperMemory begun = memory;
    journal.write(
        file -> file.wrapper(begun),
        failure ->
            context
                .loop()
                .execute(
                    () -> {
                      if (failure.isPresent()) {
                        memory = before;
                        current = null;
                        refuse(request, "JOURNAL: " + failure.get().getMessage());
                        turn();
                      } else {
                        carryOut(request, present);
                      }
                    }));
  }

  /** Whatever a wrapper throws is the deed's end. */
  @SuppressWarnings("FutureReturnValueIgnored") // What comes of it is told on the loop.
  private void carryOut(WrapperRequest request, BuiltWrapper wrapper) {
    WrapperState from = memory.state();
    CompletableFuture.supplyAsync(() -> wrapper.call(request, from), lane)
        .whenComplete(
            (answer, failure) ->
                context.loop().execute(() -> ended(request, answer, unwrapped(failure))));
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private void ended(WrapperRequest request, WrapperAnswer answer, Throwable failure) {
    current = null;
    WrapperDeed begun =
        memory
            .deed(request.id())
            .orElseGet(
                () ->
                    WrapperDeed.begun(
                        request.id(), request.operation(), context.host(), context.nowMillis()));
    WrapperDeed end = endOf(begun, answer, failure);
    LOG.info(
        "{}: {} of wrapper {} of {} under {}: {} {}",
        context.host(),
        end.operation(),
        memory.wrapper(),
        memory.domain(),
        end.id(),
        end.state(),
        end.text());
    if (gone) {
      // The domain has left meanwhile, and its new host knows this deed as one without an end.
      request.outcome().complete(end);
      return;
    }
    boolean done = end.state() == DeedState.DONE;
    memory =
        memory.ended(
            end,
            done ? request.act().phaseAfter(memory.phase()) : memory.phase(),
            done ? request.act().settingsAfter(memory.settings()) : memory.settings(),
            done ? answer.next() : memory.state());
    WrapperMemory now = memory;
    journal.write(
        file -> file.wrapper(now),
        trouble -> {
          trouble.ifPresent(
              e -> LOG.error("{}: the end of {} is not recorded", context.host(), end, e));
          request.outcome().complete(end);
          context.loop().execute(this::look);
          context.loop().execute(this::turn);
        });
  }

  private WrapperDeed endOf(WrapperDeed begun, WrapperAnswer answer, Throwable failure) {
    long now = context.nowMillis();
    if (failure instanceof WrapperException known) {
      LOG.debug("{} failed", begun, known);
      return begun.ended(
          DeedState.FAILED, shortened(known.failure() + ": " + known.getMessage()), now);
    }
    if (failure != null || answer == null) {
      LOG.error("{}: the wrapper's bundle failed at {}", context.host(), begun, failure);
      return begun.ended(DeedState.FAILED, shortened("its bundle failed: " + failure), now);
    }
    return begun.ended(DeedState.DONE, shortened(answer.text()), now);
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + " …";
  }

  /** Looks how the software is, unless it has something to do or a look is under way. */
  @SuppressWarnings("FutureReturnValueIgnored") // What it shows is kept.
  void look() {
    if (!looking && current == null && !gone && !moving.getAsBoolean()) {
      lookNow();
    }
  }

  /** Looks now, after what is under way. */
  CompletableFuture<WrapperStatus> lookNow() {
    BuiltWrapper present = built;
    if (present.wrapper().isEmpty()) {
      return CompletableFuture.completedFuture(seen().status());
    }
    looking = true;
    WrapperState from = memory.state();
    return CompletableFuture.supplyAsync(() -> present.look(from), lane)
        .handleAsync(
            (status, failure) -> {
              looking = false;
              WrapperStatus told =
                  failure == null && status != null
                      ? status
                      : WrapperStatus.of(
                          WrapperHealth.UNKNOWN, "its bundle failed: " + unwrapped(failure));
              seen = new Seen(told, context.nowMillis());
              return told;
            },
            context.loop());
  }

  /** The domain has left, or this is forgotten: what waits is told so, and nothing begins. */
  void leave() {
    gone = true;
    for (WrapperRequest request : waiting) {
      refuse(request, goneText());
    }
    waiting.clear();
  }

  private String goneText() {
    return "MOVED: "
        + memory.domain()
        + " has left "
        + context.host()
        + "; nothing was done here, ask again where it is now";
  }
}
