// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.manager.internal.AgentPort.WrapperName;
import org.transhume.manager.internal.view.ClusterView.Located;
import org.transhume.spi.wrapper.WrapperHealth;

/**
 * A wrapper for people, wherever its domain is. It stays through every move: between two hosts the
 * last known values are shown, and operations go to the next host under the same id.
 */
final class WrapperBean implements WrapperMXBean {

  private static final long PATIENCE_MILLIS = 45_000;
  private static final long AGAIN_MILLIS = 250;

  private final Manager manager;
  private final Desk desk;
  private final WrapperName name;
  private final Semaphore places;
  private final Map<String, Object> known = new HashMap<>();

  /**
   * A bean that knows nothing yet.
   *
   * @param places how many operations of all wrappers may be under way: each occupies a thread that
   *     migrations need, too
   */
  WrapperBean(Manager manager, Desk desk, WrapperName name, Semaphore places) {
    this.manager = manager;
    this.desk = desk;
    this.name = name;
    this.places = places;
  }

  @Override
  public String getName() {
    return name.wrapper();
  }

  @Override
  public String getDomain() {
    return name.domain();
  }

  @Override
  public String getDomainUuid() {
    return read("DomainUuid", WrapperMXBean::getDomainUuid);
  }

  @Override
  public String getHost() {
    return read("Host", WrapperMXBean::getHost);
  }

  @Override
  public String getVersion() {
    return read("Version", WrapperMXBean::getVersion);
  }

  @Override
  public WrapperPhase getPhase() {
    return read("Phase", WrapperMXBean::getPhase);
  }

  @Override
  public WrapperHealth getHealth() {
    return read("Health", WrapperMXBean::getHealth);
  }

  @Override
  public String getHealthText() {
    return read("HealthText", WrapperMXBean::getHealthText);
  }

  @Override
  public Long getHealthAtEpochMillis() {
    return read("HealthAtEpochMillis", WrapperMXBean::getHealthAtEpochMillis);
  }

  @Override
  public Map<String, String> getAttributes() {
    return read("Attributes", WrapperMXBean::getAttributes);
  }

  @Override
  public Map<String, String> getSettings() {
    return read("Settings", WrapperMXBean::getSettings);
  }

  @Override
  public List<String> getOperations() {
    return read("Operations", WrapperMXBean::getOperations);
  }

  @Override
  public List<WrapperDeed> getDeeds() {
    return read("Deeds", WrapperMXBean::getDeeds);
  }

  @Override
  public String getLastError() {
    return read("LastError", WrapperMXBean::getLastError);
  }

  @Override
  public boolean isMoving() {
    return read("Moving", WrapperMXBean::isMoving);
  }

  @Override
  public WrapperDeed configure(String id, Map<String, String> settings) {
    return deed(id, (wrapper, used) -> wrapper.configure(used, settings));
  }

  @Override
  public WrapperDeed start(String id) {
    return deed(id, WrapperMXBean::start);
  }

  @Override
  public WrapperDeed stop(String id) {
    return deed(id, WrapperMXBean::stop);
  }

  @Override
  public WrapperDeed invoke(String id, String operation, String[] arguments) {
    return deed(id, (wrapper, used) -> wrapper.invoke(used, operation, arguments));
  }

  @Override
  public String status() {
    return ask(WrapperMXBean::status);
  }

  @Override
  public WrapperDeed outcome(String id) {
    return ask(wrapper -> wrapper.outcome(id));
  }

  /** What is asked of the wrapper on the host where the domain is. */
  @FunctionalInterface
  private interface Deed {
    WrapperDeed under(WrapperMXBean wrapper, String id);
  }

  private WrapperDeed deed(String given, Deed deed) {
    if (!places.tryAcquire()) {
      throw new IllegalStateException(
          "BUSY: too many operations of wrappers are under way; nothing was done, try again later");
    }
    try {
      return patiently(given, deed);
    } finally {
      places.release();
    }
  }

  /** Where it was refused for the domain's move nothing was done, so that it may be asked again. */
  private WrapperDeed patiently(String given, Deed deed) {
    String id = given == null ? "" : given;
    long deadline = manager.loop().monotonicMillis() + PATIENCE_MILLIS;
    while (true) {
      try {
        return ask(wrapper -> deed.under(wrapper, id));
      } catch (IllegalStateException e) {
        if (e.getCause() instanceof IOException) {
          throw new IllegalStateException(
              "the agent's answer is missing: the deeds of this wrapper tell whether it was done ("
                  + e.getMessage()
                  + ")",
              e);
        }
        if (!isForTheMove(e) || manager.loop().monotonicMillis() > deadline) {
          throw e;
        }
      }
      pause();
    }
  }

  private static boolean isForTheMove(IllegalStateException refusal) {
    String why = String.valueOf(refusal.getMessage());
    return why.startsWith(AgentPort.NOT_HERE) || why.startsWith("MOVING");
  }

  private void pause() {
    desk.await(
        () -> {
          CompletableFuture<Boolean> over = new CompletableFuture<>();
          manager.loop().schedule(AGAIN_MILLIS, () -> over.complete(true));
          return over;
        });
  }

  private <T> T ask(Function<WrapperMXBean, T> question) {
    return desk.await(
        () -> {
          String host = whereItIs();
          return manager
              .view()
              .agent(host)
              .orElseThrow(() -> new IllegalStateException("no contact with the agent of " + host))
              .ask(name, question);
        });
  }

  private String whereItIs() {
    List<Located> found = manager.view().find(name.domain());
    if (found.isEmpty()) {
      throw new IllegalStateException(
          AgentPort.NOT_HERE + ": no host shows " + name.domain() + " at the moment");
    }
    return found.get(0).on().host();
  }

  /** While nobody can be asked the last answer is shown. */
  @SuppressWarnings("unchecked") // One name always goes with one type.
  private <T> T read(String attribute, Function<WrapperMXBean, T> question) {
    try {
      T value = ask(question);
      synchronized (known) {
        known.put(attribute, value);
      }
      return value;
    } catch (IllegalStateException | IllegalArgumentException e) {
      synchronized (known) {
        if (known.containsKey(attribute)) {
          return (T) known.get(attribute);
        }
      }
      throw e;
    }
  }
}
