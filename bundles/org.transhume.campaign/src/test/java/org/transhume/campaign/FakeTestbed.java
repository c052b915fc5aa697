// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import javax.management.ObjectName;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.api.mx.RulesReport;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;

/**
 * Hosts, domains and programs that exist in this object only, on a clock that moves when somebody
 * waits. A move takes two seconds, and its domain stands still for the last 300 ms of them.
 */
final class FakeTestbed implements Testbed, Beans, Pause {

  private static final long MOVE_MILLIS = 2_000;
  private static final long STILL_MILLIS = 300;
  private static final long ALARM_MILLIS = 1_000;
  private static final long BYTES_PER_MILLI = 32_000;

  private final List<String> hosts = List.of("h1", "h2", "h3", "h4");
  private final Map<String, Guest> guests = new TreeMap<>();
  private final Map<String, Long> clocks = new HashMap<>();
  private final Map<String, Object> settings = new HashMap<>();
  private final List<MigrationEvent> migrations = new ArrayList<>();
  private final List<DomainEvent> arrivals = new ArrayList<>();
  private final List<DomainEvent> departures = new ArrayList<>();
  private final List<ProbeEvent> alarms = new ArrayList<>();
  private final Map<String, String> askers = new HashMap<>();
  private long now = 1_000_000;
  private boolean sharesDisks = true;

  /** A testbed whose domains have disks that hosts do not see. */
  static FakeTestbed withoutSharedDisks() {
    FakeTestbed testbed = new FakeTestbed();
    testbed.sharesDisks = false;
    return testbed;
  }

  /** What is left of domains, clocks and settings. */
  String leftovers() {
    List<Object> off =
        clocks.values().stream().filter(ahead -> ahead != 0).map(o -> (Object) o).toList();
    return guests.keySet() + " " + off;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String label() {
    return "tool chain";
  }

  @Override
  public List<String> hosts() {
    return hosts;
  }

  @Override
  public Beans beans() {
    return this;
  }

  @Override
  public long nowEpochMillis() {
    return now;
  }

  @Override
  public void await(Duration time) {
    now += Math.max(1, time.toMillis());
  }

  @Override
  public void create(String host, DomainPlan plan) {
    guests.put(plan.name(), new Guest(plan.name(), host));
  }

  @Override
  public void destroy(String domain) {
    guests.remove(domain);
  }

  @Override
  public Program inDomain(String domain, String... words) {
    Guest guest = guests.get(domain);
    FakeProgram program = new FakeProgram(String.join(" ", words), guest, List.of(words));
    guest.programs.add(program);
    return program;
  }

  @Override
  public Program shell(String domain, String line) {
    return new FakeProgram(line, guests.get(domain), List.of("shell", line));
  }

  @Override
  public Program onHost(String host, String... words) {
    return new FakeProgram(String.join(" ", words), null, List.of(words));
  }

  @Override
  public String address(String domainOrHost) {
    return domainOrHost;
  }

  @Override
  public Path disk(String domain, String file) throws MissingMeans {
    if (!sharesDisks) {
      throw new MissingMeans("the disk of " + domain + " is not shared with the hosts");
    }
    return Path.of(domain, file);
  }

  /** The policy moves what is hot where thresholds are low, and refuses what is alone by choice. */
  @Override
  public void demand(String domain, double processors) {
    Guest guest = guests.get(domain);
    if (processors == 1 && settings.get("Policy.Mode") == Mode.AUTOMATIC) {
      long alarm = now + ALARM_MILLIS;
      alarms.add(
          new ProbeEvent(
              0,
              guest.host(),
              "cpu",
              "HOST",
              guest.host(),
              ThresholdLevel.HIGH,
              0.9,
              0.6,
              alarm,
              alarm,
              ""));
      begin(guest, other(guest.host()), alarm + 100, "policy hotspot");
    }
  }

  @Override
  public void stepClock(String host, long millis) {
    clocks.merge(host, millis, Long::sum);
  }

  @Override
  public List<String> violations() {
    return List.of();
  }

  private String other(String host) {
    return host.equals("h1") ? "h2" : "h1";
  }

  private String begin(Guest guest, String target, long at, String asker) {
    String id = "m" + askers.size();
    askers.put(id, asker);
    String source = guest.hostAt(at);
    if (Math.abs(clocks.getOrDefault(source, 0L) - clocks.getOrDefault(target, 0L)) > 2_000) {
      tell(id, guest, source, target, MigrationPhase.REFUSED, at, "CLOCKS_APART");
      return id;
    }
    tell(id, guest, source, target, MigrationPhase.REQUESTED, at, "");
    tell(id, guest, source, target, MigrationPhase.SENDING, at + 200, "");
    tell(id, guest, source, target, MigrationPhase.FINISHING, at + MOVE_MILLIS - 20, "");
    tell(id, guest, source, target, MigrationPhase.DONE, at + MOVE_MILLIS, "");
    guest.moves.put(at + MOVE_MILLIS - 20, target);
    guest.starts.add(at + MOVE_MILLIS - 20);
    departures.add(event(guest, source, at + MOVE_MILLIS));
    arrivals.add(event(guest, target, at + MOVE_MILLIS));
    return id;
  }

  private static DomainEvent event(Guest guest, String host, long at) {
    return new DomainEvent(0, host, guest.name, guest.name, DomainState.RUNNING, null, at);
  }

  private void tell(
      String id,
      Guest guest,
      String source,
      String target,
      MigrationPhase phase,
      long at,
      String why) {
    boolean over = phase.isFinal();
    migrations.add(
        new MigrationEvent(
            0,
            Watch.MANAGER,
            id,
            guest.name,
            guest.name,
            source,
            target,
            phase,
            0,
            over ? MOVE_MILLIS : null,
            over ? STILL_MILLIS : null,
            why.isEmpty() ? List.of() : List.of(Explanation.of(why, why)),
            at));
  }

  @Override
  public Watch watch() {
    return new FakeWatch();
  }

  @Override
  public boolean has(ObjectName name) {
    String kind = name.getKeyProperty("type");
    if (!"Domain".equals(kind) && !"Wrapper".equals(kind)) {
      return true;
    }
    String domain = name.getKeyProperty("Domain".equals(kind) ? "name" : "domain");
    String host = name.getKeyProperty("host");
    Guest guest = guests.get(domain);
    return guest != null && (host == null || guest.host().equals(host));
  }

  @Override
  public <T> T bean(ObjectName name, Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer(name, method.getName(), arguments)));
  }

  private Object answer(ObjectName name, String method, Object... arguments) {
    String kind = name.getKeyProperty("type");
    return switch (kind) {
      case "Domain" -> guests.get(ObjectNames.value(name, "name")).answer(method, arguments);
      case "Wrapper" ->
          guests.get(ObjectNames.value(name, "domain")).answerAsWrapper(method, arguments);
      case "Host" ->
          guests.values().stream()
              .filter(guest -> guest.host().equals(ObjectNames.value(name, "host")))
              .map(guest -> guest.name)
              .toList();
      case "Migration" ->
          method.equals("getBytesSent")
              ? (Object) sent(ObjectNames.value(name, "id"))
              : askers.get(ObjectNames.value(name, "id"));
      case "Cluster" -> List.of();
      case "Rules" -> new RulesReport(1, List.of(), List.of(), List.of());
      case "Probe" -> probe(ObjectNames.value(name, "host"), method, arguments);
      default -> setting(kind, method, arguments);
    };
  }

  private long sent(String id) {
    return migrations.stream()
        .filter(event -> event.id().equals(id))
        .mapToLong(event -> Math.max(0, now - event.atEpochMillis()) * BYTES_PER_MILLI)
        .max()
        .orElse(0);
  }

  private Object probe(String host, String method, Object... arguments) {
    return switch (method) {
      case "getReadings" -> Map.of(host, 0.3);
      case "getPeriodMillis" -> 100L;
      case "getHighThreshold" -> settings.getOrDefault(host + "High", 0.8);
      case "getLowThreshold" -> settings.getOrDefault(host + "Low", 0.6);
      case "setHighThreshold" -> set(host + "High", arguments[0]);
      case "setLowThreshold" -> set(host + "Low", arguments[0]);
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private Object set(String key, Object value) {
    settings.put(key, value);
    return null;
  }

  private Object setting(String kind, String method, Object... arguments) {
    return switch (method) {
      case "getMode" -> settings.getOrDefault(kind + ".Mode", Mode.ADVISE);
      case "setMode" -> set(kind + ".Mode", arguments[0]);
      case "getName" -> "hotspot";
      case "getLastProposal" ->
          new Proposal(
              List.of(),
              hosts.stream()
                  .map(host -> new Refusal(host, Explanation.of("CARRIES_THE_HEAT", "alone")))
                  .toList());
      default -> throw new UnsupportedOperationException(kind + "." + method);
    };
  }

  private final class FakeWatch implements Watch {

    @Override
    public List<MigrationEvent> migrations() {
      return migrations.stream().filter(event -> event.atEpochMillis() <= now).toList();
    }

    @Override
    public List<DomainEvent> arrived() {
      return arrivals.stream().filter(event -> event.atEpochMillis() <= now).toList();
    }

    @Override
    public List<DomainEvent> left() {
      return departures.stream().filter(event -> event.atEpochMillis() <= now).toList();
    }

    @Override
    public List<ProbeEvent> probes() {
      return alarms.stream().filter(event -> event.atEpochMillis() <= now).toList();
    }

    @Override
    public OptionalLong aheadMillis(String host) {
      return OptionalLong.of(clocks.getOrDefault(host, 0L));
    }

    @Override
    public void close() {}
  }

  /** A domain: where it is at what time, and when it stands still. */
  private final class Guest {

    private final String name;
    private final String host;
    private final TreeMap<Long, String> moves = new TreeMap<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<FakeProgram> programs = new ArrayList<>();
    private final Set<String> deeds = new HashSet<>();
    private DomainState state = DomainState.RUNNING;
    private int counted;

    private Guest(String name, String host) {
      this.name = name;
      this.host = host;
    }

    private String host() {
      return hostAt(now);
    }

    private String hostAt(long time) {
      return Optional.ofNullable(moves.floorEntry(time)).map(Map.Entry::getValue).orElse(host);
    }

    private boolean standsStillAt(long time) {
      return starts.stream().anyMatch(start -> time < start && time >= start - STILL_MILLIS);
    }

    private Object answer(String method, Object... arguments) {
      return switch (method) {
        case "getHost" -> host();
        case "getUuid" -> name;
        case "getTags" -> List.of("follows");
        case "getState" -> state;
        case "migrate" -> begin(this, (String) arguments[0], now, "operator");
        case "pause" -> become(DomainState.PAUSED);
        case "unpause" -> become(DomainState.RUNNING);
        default -> throw new UnsupportedOperationException(method);
      };
    }

    private Object answerAsWrapper(String method, Object... arguments) {
      if (method.equals("getPhase")) {
        return WrapperPhase.STARTED;
      }
      if (!deeds.add((String) arguments[0])) {
        throw new IllegalStateException("ALREADY_RUN: " + arguments[0]);
      }
      counted += method.equals("invoke") ? 1 : 0;
      return WrapperDeed.begun((String) arguments[0], method, host(), now)
          .ended(DeedState.DONE, Integer.toString(counted), now);
    }

    private Object become(DomainState wanted) {
      state = wanted;
      return null;
    }
  }

  /** A program whose lines follow from the time that has passed. */
  private final class FakeProgram implements Program {

    private static final long LAP_MILLIS = 100;

    private final String title;
    private final Guest guest;
    private final List<String> words;
    private final long begun = now;
    private long ended = Long.MAX_VALUE;

    private FakeProgram(String title, Guest guest, List<String> words) {
      this.title = title;
      this.guest = guest;
      this.words = words;
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public OptionalInt exitCode() {
      return now >= ended ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    public void end() {
      ended = Math.min(ended, now);
    }

    @Override
    public List<String> lines() {
      long until = Math.min(now, ended);
      return switch (words.get(0)) {
        case "stream-client" -> chunks(until);
        case "sequence-writer" -> numbers(until);
        case "sequence-reader" -> read();
        case "load-control" -> load(until);
        case "rmi-client" -> List.of("call\t67108864\t900");
        case "ping" -> pings(until);
        case "shell" -> shell(until);
        default -> List.of("ready\t1");
      };
    }

    private boolean isStruck() {
      return words.contains("--sabotage");
    }

    /** The domain that an address stands for. */
    private Guest peer() {
      return guests.get(words.get(1).replaceAll("http://|:.*", ""));
    }

    private List<String> chunks(long until) {
      boolean drops =
          peer().programs.stream()
              .anyMatch(server -> server.words.get(0).equals("stream-server") && server.isStruck());
      List<String> lines = new ArrayList<>();
      long number = 0;
      for (long at = begun; at <= until; at += 100) {
        if (!peer().standsStillAt(at)) {
          lines.add("chunk\t" + ++number + "\t" + at);
        }
        if (drops && number == 10) {
          lines.add("fault\treset\tConnection reset");
          ended = at;
          return lines;
        }
      }
      return lines;
    }

    private List<String> numbers(long until) {
      List<String> lines = new ArrayList<>();
      long number = 0;
      for (long at = begun; at <= until; at += 20) {
        if (!guest.standsStillAt(at) && !(++number == 10 && isStruck())) {
          lines.add("wrote\t" + number + "\t" + at);
        }
      }
      return lines;
    }

    private List<String> read() {
      Guest writing = guests.get(Path.of(words.get(1)).getName(0).toString());
      FakeProgram writer =
          writing.programs.stream()
              .filter(program -> program.words.get(0).equals("sequence-writer"))
              .reduce((first, second) -> second)
              .orElseThrow();
      long last = Row.of(writer.lines().get(writer.lines().size() - 1)).whole(1);
      return writer.isStruck()
          ? List.of("gap\t9\t11", "read\t" + (last - 1) + "\t1")
          : List.of("read\t" + last + "\t0");
    }

    private List<String> load(long until) {
      List<String> lines = new ArrayList<>();
      double target = Double.parseDouble(words.get(1));
      for (long second = 1; second <= 10 && begun + second * 1000 <= until; second++) {
        lines.add("load\t" + (begun + second * 1000) + "\t" + target * second / 50 + "\t4");
      }
      if (lines.size() == 10) {
        lines.add("reached\t" + target + "\t" + target / 5);
      }
      return lines;
    }

    private List<String> pings(long until) {
      Guest moving = guest != null ? guest : peer();
      long end = begun + Long.parseLong(words.get(5)) * 1000;
      List<String> lines = new ArrayList<>();
      long number = 0;
      for (long at = begun; at <= Math.min(until, end); at += 10) {
        number++;
        if (!moving.standsStillAt(at)) {
          lines.add("sent\t" + number + "\t" + at);
          lines.add("answered\t" + number + "\t0.2");
        }
      }
      if (until > end) {
        lines.add("interruption\t" + STILL_MILLIS + "\t30\t300");
      }
      return lines;
    }

    private List<String> shell(long until) {
      List<String> lines = new ArrayList<>();
      for (long at = begun; at <= until; at = endOfLap(at)) {
        lines.add(Long.toString(at));
      }
      return lines;
    }

    private long endOfLap(long at) {
      long moves =
          guest.starts.stream().filter(start -> start >= at && start < at + LAP_MILLIS).count();
      return at + LAP_MILLIS + STILL_MILLIS * moves;
    }
  }
}
