// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.application.internal.plan.Software;
import org.transhume.spi.wrapper.WrapperHealth;

/**
 * Hosts, domains and software in memory, with the promises of the real ones: a configuration is
 * created once, nothing is done twice under one id, wrappers remember on the host where they were.
 * It writes down what is done, and refuses or loses answers when a test says so.
 */
final class SimulatedCluster implements Cluster {

  private static final Pattern NAME = Pattern.compile("name = \"(.*)\"");
  private static final Pattern UUID = Pattern.compile("uuid = \"(.*)\"");

  long now = 1_000_000;
  Leading leading = new Leading(new Epoch(0, 1), 0, Mode.AUTOMATIC, null);

  /** What is refused, by its words, such as {@code start shop-clerk-1}. */
  Predicate<String> refusing = words -> false;

  /** What is done, but nobody hears of it. */
  Predicate<String> losing = words -> false;

  /** Wrappers that no agent shows, by the domain's name. */
  final Set<String> unwrapped = new TreeSet<>();

  final List<String> done = new ArrayList<>();
  final Map<String, Domain> domains = new TreeMap<>();
  private final List<String> hosts;
  private final Map<String, String> rules = new TreeMap<>();
  private final Map<String, Memory> memories = new HashMap<>();

  /** A domain that is there. */
  static final class Domain {
    final String uuid;
    String host;
    long arrived;
    DomainState state = DomainState.RUNNING;

    /** Whether the process in it runs. */
    boolean up;

    /** Whether it can be started at all on the host where it is. */
    boolean sick;

    Domain(String uuid, String host, long arrived) {
      this.uuid = uuid;
      this.host = host;
      this.arrived = arrived;
    }
  }

  /** What a wrapper remembers on one host. */
  private static final class Memory {
    WrapperPhase phase = WrapperPhase.NEW;
    Map<String, String> settings = Map.of();
    final List<WrapperDeed> deeds = new ArrayList<>();
  }

  SimulatedCluster(String... hosts) {
    this.hosts = List.of(hosts);
  }

  // What happens

  /** The software ends by itself. */
  void crash(String domain) {
    domains.get(domain).up = false;
  }

  /** Another host runs it from now on. */
  void move(String domain, String host) {
    Domain moved = domains.get(domain);
    memories.put(host + "/" + domain, memory(domain));
    moved.host = host;
    moved.arrived = now;
  }

  /** What the operator of a domain sees of its settings. */
  Map<String, String> settings(String domain) {
    return memory(domain).settings;
  }

  boolean runs(String domain) {
    Domain there = domains.get(domain);
    return there != null && there.up && memory(domain).phase == WrapperPhase.STARTED;
  }

  private Memory memory(String domain) {
    String key = domains.get(domain).host + "/" + domain;
    return memories.computeIfAbsent(key, none -> new Memory());
  }

  private void begin(String words) {
    now += 10;
    if (refusing.test(words)) {
      throw new IllegalStateException("refused: " + words);
    }
    done.add(words);
  }

  private void end(String words) {
    if (losing.test(words)) {
      throw new IllegalStateException("the answer is missing: " + words);
    }
  }

  // The manager

  @Override
  public Optional<Leading> leading() {
    return Optional.ofNullable(leading);
  }

  @Override
  public List<HostSample> hosts() {
    return hosts.stream().map(this::host).toList();
  }

  private HostSample host(String host) {
    List<DomainSample> there = new ArrayList<>();
    domains.forEach(
        (name, domain) -> {
          if (domain.host.equals(host)) {
            there.add(sample(name, domain));
          }
        });
    return new HostSample(
        0,
        host,
        HostState.ACTIVE,
        now,
        "simulated",
        2,
        null,
        null,
        8L << 30,
        (8L << 30) - ((long) there.size() << 28),
        List.of(),
        there);
  }

  private static DomainSample sample(String name, Domain domain) {
    return new DomainSample(
        domain.uuid,
        name,
        1,
        domain.state,
        DomainType.PVH,
        64L << 20,
        1,
        256,
        0,
        null,
        null,
        List.of(),
        true,
        List.of(),
        domain.arrived,
        Map.of());
  }

  @Override
  public Set<String> moving() {
    return Set.of();
  }

  @Override
  public Map<String, String> rules() {
    return Map.copyOf(rules);
  }

  @Override
  public void setRule(String rule, String by) {
    begin("rule " + rule);
    rules.putIfAbsent(rule, by);
  }

  @Override
  public void removeRule(String rule, String by) {
    begin("no rule " + rule);
    rules.remove(rule);
  }

  @Override
  public Creation create(String configuration, String host) {
    String name = found(NAME, configuration);
    String words = "create " + name + (host.isEmpty() ? "" : " on " + host);
    begin(words);
    assertThat(domains).as("created twice").doesNotContainKey(name);
    String where = host.isEmpty() ? emptiest() : host;
    domains.put(name, new Domain(found(UUID, configuration), where, now));
    end(words);
    return new Creation(true, "c-1", name, domains.get(name).uuid, where, List.of());
  }

  private String emptiest() {
    return hosts().stream()
        .max((a, b) -> Long.compare(a.freeMemoryBytes(), b.freeMemoryBytes()))
        .orElseThrow()
        .host();
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Override
  public List<Explanation> stop(String domain, boolean force) {
    begin("stop domain " + domain);
    domains.remove(domain);
    end("stop domain " + domain);
    return List.of();
  }

  // The wrappers

  @Override
  public Optional<Software> software(String domain, String wrapper) {
    if (unwrapped.contains(domain)) {
      return Optional.empty();
    }
    Memory memory = memory(domain);
    boolean up = domains.get(domain).up;
    WrapperHealth notUp =
        memory.phase == WrapperPhase.STARTED ? WrapperHealth.FAILED : WrapperHealth.STOPPED;
    return Optional.of(
        new Software(
            memory.phase,
            up ? WrapperHealth.RUNNING : notUp,
            up ? "it runs" : "it does not run",
            now,
            memory.settings,
            memory.deeds));
  }

  @Override
  public WrapperDeed configure(
      String domain, String wrapper, String id, Map<String, String> settings) {
    return deed(
        domain,
        "configure",
        id,
        () -> {
          Memory memory = memory(domain);
          memory.settings = Map.copyOf(settings);
          if (memory.phase != WrapperPhase.STARTED) {
            memory.phase = WrapperPhase.CONFIGURED;
          }
          return true;
        });
  }

  @Override
  public WrapperDeed start(String domain, String wrapper, String id) {
    return deed(
        domain,
        "start",
        id,
        () -> {
          Domain there = domains.get(domain);
          there.up = !there.sick;
          if (there.up) {
            memory(domain).phase = WrapperPhase.STARTED;
          }
          return there.up;
        });
  }

  @Override
  public WrapperDeed stop(String domain, String wrapper, String id) {
    return deed(
        domain,
        "stop",
        id,
        () -> {
          boolean wasUp = domains.get(domain).up;
          domains.get(domain).up = false;
          if (wasUp) {
            memory(domain).phase = WrapperPhase.STOPPED;
          }
          return wasUp;
        });
  }

  private WrapperDeed deed(String domain, String operation, String id, BooleanSupplier act) {
    if (!domains.containsKey(domain)) {
      throw new IllegalStateException("no host shows " + domain);
    }
    List<WrapperDeed> deeds = memory(domain).deeds;
    if (deeds.stream().anyMatch(deed -> deed.id().equals(id))) {
      throw new IllegalStateException("ALREADY_RUN: " + id);
    }
    String words = operation + " " + domain;
    begin(words);
    WrapperDeed begun = WrapperDeed.begun(id, operation, domains.get(domain).host, now);
    WrapperDeed ended =
        begun.ended(act.getAsBoolean() ? DeedState.DONE : DeedState.FAILED, "said so", now);
    deeds.add(ended);
    end(words);
    return ended;
  }
}
