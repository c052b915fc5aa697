// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wraps software that counts, for tests of what drives wrappers: {@code add(number)} adds to a
 * total that is kept in the state, while the software itself counts how often it was really asked.
 */
public final class CountingWrapper implements WrapperFactory {

  private final Map<String, Software> domains = new ConcurrentHashMap<>();

  /** The software of one domain, which is the same wherever the domain is. */
  public static final class Software {
    private volatile boolean running;
    private final AtomicInteger asked = new AtomicInteger();

    /** How often an operation has really reached it. */
    public int asked() {
      return asked.get();
    }

    /** Whether it runs. */
    public boolean isRunning() {
      return running;
    }
  }

  /** The software in that domain. */
  public Software in(String domainUuid) {
    return domains.computeIfAbsent(domainUuid, uuid -> new Software());
  }

  @Override
  public Wrapper wrap(WrappedDomain domain) {
    return new Counting(domain, in(domain.uuid()));
  }

  private record Counting(WrappedDomain domain, Software software) implements Wrapper {

    private static final String TOTAL = "total";
    private static final String FIRST = "first";

    @Override
    public int schema() {
      return 1;
    }

    @Override
    public List<WrapperOperation> operations() {
      return List.of(
          new WrapperOperation("add", List.of("number"), "adds to the total"),
          new WrapperOperation("where", List.of(), "tells on which host it is asked"));
    }

    @Override
    public WrapperAnswer configure(WrapperState state, Map<String, String> settings)
        throws WrapperException {
      String first = settings.getOrDefault(FIRST, "0");
      return new WrapperAnswer("begins at " + first, state.with(TOTAL, number(first) + ""));
    }

    @Override
    public WrapperAnswer start(WrapperState state) throws WrapperException {
      if (!state.values().containsKey(TOTAL)) {
        throw new WrapperException(WrapperFailure.NOT_READY, "configure it first");
      }
      software.running = true;
      return new WrapperAnswer("counts", state);
    }

    @Override
    public WrapperAnswer stop(WrapperState state) {
      software.running = false;
      return new WrapperAnswer("counts no more", state);
    }

    @Override
    public WrapperStatus status(WrapperState state) {
      return new WrapperStatus(
          software.running ? WrapperHealth.RUNNING : WrapperHealth.STOPPED,
          "asked " + software.asked() + " times",
          Map.of(TOTAL, state.values().getOrDefault(TOTAL, "")));
    }

    @Override
    public WrapperAnswer invoke(WrapperState state, String operation, List<String> arguments)
        throws WrapperException {
      return switch (operation) {
        case "where" -> new WrapperAnswer(domain.host(), state);
        case "add" -> add(state, arguments.get(0));
        default -> throw new WrapperException(WrapperFailure.INVALID, "no operation " + operation);
      };
    }

    private WrapperAnswer add(WrapperState state, String number) throws WrapperException {
      long total = number(state.values().getOrDefault(TOTAL, "0")) + number(number);
      software.asked.incrementAndGet();
      return new WrapperAnswer(Long.toString(total), state.with(TOTAL, Long.toString(total)));
    }

    private static long number(String text) throws WrapperException {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new WrapperException(WrapperFailure.INVALID, "'" + text + "' is no number", e);
      }
    }
  }
}
