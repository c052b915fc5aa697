// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.agent.internal.wrapper.WrapperMemory;
import org.transhume.agent.internal.wrapper.WrapperText;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StandingRules;
import org.transhume.journal.JournalFolder;
import org.transhume.journal.RecordFile;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.Step;

/**
 * One agent instance's journal: the newest epoch, the host's state, operators' choices for probes,
 * which domains are elsewhere, the rules that a manager gave, and of each migration its order, the
 * steps of its hand-over and its end. What is written is on the disk when the method returns. Safe
 * for use by several threads.
 */
public final class AgentJournal implements Closeable {

  private static final String FILE = "agent.journal";
  private static final String EPOCH = "epoch";
  private static final String HOST_STATE = "host-state";
  private static final String PROBE = "probe";
  private static final String ORDER = "order";
  private static final String STEP = "step";
  private static final String END = "end";
  private static final String BOOT = "boot";
  private static final String STOP = "stop";
  private static final String ELSEWHERE = "elsewhere";
  private static final String RULES = "rules";
  private static final String WRAPPER = "wrapper";
  private static final String WRAPPER_GONE = "wrapper-gone";

  /**
   * How many migrations that have ended, and how many orders of each other kind, are still
   * remembered, so that a repeated order gets the same answer.
   */
  public static final int REMEMBERED = 200;

  private final RecordFile file;

  /** What the file says, so that it can be compacted. */
  private final Memory memory;

  private AgentJournal(RecordFile file, Memory memory) {
    this.file = file;
    this.memory = memory;
  }

  /**
   * An open journal and what it remembers.
   *
   * @param journal to write to
   * @param epoch the newest epoch
   * @param hostState the host's state
   * @param probeParameters what operators chose, by the probe's name
   * @param migrations by id, in the order in which they began
   * @param boots by id, in the order in which they began
   * @param stops likewise
   * @param elsewhere the domains that this host has had and that are elsewhere
   * @param rules that a manager gave last
   * @param wrappers what is remembered of domains' wrappers
   */
  public record Opened(
      AgentJournal journal,
      Epoch epoch,
      HostState hostState,
      Map<String, ProbeParameters> probeParameters,
      Map<String, RememberedMigration> migrations,
      Map<String, RememberedOrder> boots,
      Map<String, RememberedOrder> stops,
      List<DomainElsewhere> elsewhere,
      StandingRules rules,
      List<WrapperMemory> wrappers) {}

  /**
   * Opens or creates, and forgets what nobody needs any more.
   *
   * @param folder closed together with the journal, and at once when that cannot be opened
   * @throws IOException naming the file and the remedy
   */
  public static Opened open(JournalFolder folder) throws IOException {
    try {
      RecordFile.Opened opened = RecordFile.open(folder, FILE);
      Memory memory = remembered(folder, opened.records());
      List<List<String>> needed = memory.records();
      if (needed.size() < opened.records().size()) {
        opened.file().compact(needed);
      }
      return new Opened(
          new AgentJournal(opened.file(), memory),
          memory.epoch,
          memory.hostState,
          Map.copyOf(memory.probeParameters),
          Collections.unmodifiableMap(new LinkedHashMap<>(memory.migrations)),
          Collections.unmodifiableMap(new LinkedHashMap<>(memory.boots)),
          Collections.unmodifiableMap(new LinkedHashMap<>(memory.stops)),
          memory.whereabouts.all(),
          memory.rules,
          List.copyOf(memory.wrappers.values()));
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  private static Memory remembered(JournalFolder folder, List<List<String>> records)
      throws IOException {
    Memory memory = new Memory();
    for (List<String> record : records) {
      try {
        memory.take(record);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IOException(
            folder.where(FILE)
                + " holds a record of another version: "
                + e.getMessage()
                + "; start the version that has written it",
            e);
      }
    }
    memory.forgetOldest(REMEMBERED);
    return memory;
  }

  /** Remembers the newest epoch. */
  public void epoch(Epoch epoch) throws IOException {
    append(epochRecord(epoch));
  }

  /** Remembers the host's state. */
  public void hostState(HostState state) throws IOException {
    append(List.of(HOST_STATE, state.name()));
  }

  /** Remembers an operator's choice for a probe. */
  public void probeParameters(String probe, ProbeParameters chosen) throws IOException {
    append(probeRecord(probe, chosen));
  }

  /** Remembers rules, in the place of those before. */
  public void rules(StandingRules rules) throws IOException {
    append(rulesRecord(rules));
  }

  /** Remembers a wrapper, in the place of what was known of it. */
  public void wrapper(WrapperMemory wrapper) throws IOException {
    append(wrapperRecord(wrapper));
  }

  /** Forgets a wrapper. */
  public void wrapperGone(String domainUuid, String wrapper) throws IOException {
    append(List.of(WRAPPER_GONE, domainUuid, wrapper));
  }

  /** Remembers that an order was accepted on that side. */
  public void order(Side side, MigrationOrder order) throws IOException {
    append(orderRecord(side, order));
  }

  /** Remembers a step. */
  public void step(String migrationId, Step step) throws IOException {
    append(List.of(STEP, migrationId, step.name()));
  }

  /** Remembers how this side ended. */
  public void end(String migrationId, MigrationPhase phase) throws IOException {
    append(List.of(END, migrationId, phase.name()));
  }

  /** Remembers how far a boot has come: PREPARING before anything is created, then its end. */
  public void boot(String bootId, RememberedOrder boot) throws IOException {
    append(orderRecord(BOOT, bootId, boot));
  }

  /** Remembers how far a stop has come: PREPARING before the guest is asked, then its end. */
  public void stop(String stopId, RememberedOrder stop) throws IOException {
    append(orderRecord(STOP, stopId, stop));
  }

  /** Remembers the leader's word on domains that this host has had and that are elsewhere. */
  public void elsewhere(List<DomainElsewhere> all) throws IOException {
    append(elsewhereRecord(all));
  }

  private synchronized void append(List<String> record) throws IOException {
    file.append(List.of(record));
    memory.take(record);
    if (file.isLarge()) {
      memory.forgetOldest(REMEMBERED);
      file.compact(memory.records());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }

  private static List<String> epochRecord(Epoch epoch) {
    return List.of(EPOCH, Long.toString(epoch.generation()), Long.toString(epoch.counter()));
  }

  private static List<String> probeRecord(String probe, ProbeParameters chosen) {
    return List.of(
        PROBE,
        probe,
        Long.toString(chosen.periodMillis()),
        Double.toString(chosen.highThreshold()),
        Double.toString(chosen.lowThreshold()),
        Long.toString(chosen.holdMillis()));
  }

  private static List<String> rulesRecord(StandingRules rules) {
    List<String> record =
        new ArrayList<>(
            List.of(
                RULES,
                Long.toString(rules.epoch().generation()),
                Long.toString(rules.epoch().counter()),
                Long.toString(rules.revision())));
    record.addAll(rules.rules());
    return record;
  }

  private static List<String> wrapperRecord(WrapperMemory wrapper) {
    List<String> record = new ArrayList<>(List.of(WRAPPER));
    record.addAll(WrapperText.words(wrapper));
    return record;
  }

  private static List<String> orderRecord(String kind, String id, RememberedOrder order) {
    return List.of(kind, id, order.domainUuid(), order.domain(), order.phase().name());
  }

  private static List<String> elsewhereRecord(List<DomainElsewhere> all) {
    List<String> record = new ArrayList<>(List.of(ELSEWHERE));
    for (DomainElsewhere one : all) {
      record.addAll(List.of(one.uuid(), one.domain(), one.host()));
    }
    return record;
  }

  private static List<String> orderRecord(Side side, MigrationOrder order) {
    List<String> record =
        new ArrayList<>(
            List.of(
                ORDER,
                side.name(),
                order.migrationId(),
                Long.toString(order.epoch().generation()),
                Long.toString(order.epoch().counter()),
                order.domainUuid(),
                order.domain(),
                order.source(),
                order.target(),
                Long.toString(order.timeLimitMillis())));
    new TreeMap<>(order.attachments())
        .forEach(
            (name, value) -> {
              record.add(name);
              record.add(value);
            });
    return record;
  }

  /** What the records say. */
  private static final class Memory {
    private Epoch epoch = Epoch.NONE;
    private HostState hostState = HostState.ACTIVE;
    private StandingRules rules = StandingRules.NONE;
    private final Map<String, ProbeParameters> probeParameters = new TreeMap<>();
    private final Map<String, RememberedMigration> migrations = new LinkedHashMap<>();
    private final Map<String, RememberedOrder> boots = new LinkedHashMap<>();
    private final Map<String, RememberedOrder> stops = new LinkedHashMap<>();
    private final Whereabouts whereabouts = new Whereabouts();
    private final Map<List<String>, WrapperMemory> wrappers = new LinkedHashMap<>();

    void take(List<String> record) {
      switch (record.get(0)) {
        case EPOCH ->
            epoch = new Epoch(Long.parseLong(record.get(1)), Long.parseLong(record.get(2)));
        case HOST_STATE -> hostState = HostState.valueOf(record.get(1));
        case PROBE ->
            probeParameters.put(
                record.get(1),
                new ProbeParameters(
                    Long.parseLong(record.get(2)),
                    Double.parseDouble(record.get(3)),
                    Double.parseDouble(record.get(4)),
                    Long.parseLong(record.get(5))));
        case ORDER -> takeOrder(record);
        case STEP ->
            migrations.computeIfPresent(
                record.get(1), (id, known) -> known.with(Step.valueOf(record.get(2))));
        case END -> takeEnd(record.get(1), MigrationPhase.valueOf(record.get(2)));
        case BOOT -> takeBoot(record.get(1), remembered(record));
        case STOP -> stops.put(record.get(1), remembered(record));
        case ELSEWHERE -> takeElsewhere(record);
        case RULES ->
            rules =
                new StandingRules(
                    new Epoch(Long.parseLong(record.get(1)), Long.parseLong(record.get(2))),
                    Long.parseLong(record.get(3)),
                    record.subList(4, record.size()));
        case WRAPPER -> {
          WrapperMemory wrapper = WrapperText.memory(record.subList(1, record.size()));
          wrappers.put(List.of(wrapper.uuid(), wrapper.wrapper()), wrapper);
        }
        case WRAPPER_GONE -> wrappers.remove(List.of(record.get(1), record.get(2)));
        case RecordFile.UNREADABLE -> migrations.replaceAll((id, known) -> known.withGap());
        default -> throw new IllegalArgumentException("record of unknown kind " + record.get(0));
      }
    }

    private void takeOrder(List<String> record) {
      Map<String, String> attachments = new TreeMap<>();
      for (int i = 10; i + 1 < record.size(); i += 2) {
        attachments.put(record.get(i), record.get(i + 1));
      }
      MigrationOrder order =
          new MigrationOrder(
              record.get(2),
              new Epoch(Long.parseLong(record.get(3)), Long.parseLong(record.get(4))),
              record.get(5),
              record.get(6),
              record.get(7),
              record.get(8),
              Long.parseLong(record.get(9)),
              attachments);
      migrations.put(
          order.migrationId(), RememberedMigration.begun(Side.valueOf(record.get(1)), order));
    }

    private void takeEnd(String id, MigrationPhase phase) {
      RememberedMigration ended =
          migrations.computeIfPresent(id, (same, known) -> known.with(phase));
      if (ended != null) {
        whereabouts.ended(ended.side(), ended.order(), phase);
      }
    }

    private static RememberedOrder remembered(List<String> record) {
      return new RememberedOrder(
          record.get(2), record.get(3), MigrationPhase.valueOf(record.get(4)));
    }

    private void takeBoot(String id, RememberedOrder boot) {
      boots.put(id, boot);
      if (boot.phase() == MigrationPhase.DONE) {
        whereabouts.arrived(boot.domainUuid());
      }
    }

    private void takeElsewhere(List<String> record) {
      List<DomainElsewhere> all = new ArrayList<>();
      for (int i = 1; i < record.size(); i += 3) {
        all.add(new DomainElsewhere(record.get(i), record.get(i + 1), record.get(i + 2)));
      }
      whereabouts.told(all);
    }

    void forgetOldest(int keep) {
      List<String> ended =
          migrations.values().stream()
              .filter(known -> known.end().isPresent())
              .map(known -> known.order().migrationId())
              .toList();
      ended.stream().limit(Math.max(0, ended.size() - keep)).forEach(migrations::remove);
      forgetOldest(boots, keep);
      forgetOldest(stops, keep);
    }

    private static void forgetOldest(Map<String, RememberedOrder> orders, int keep) {
      List<String> over =
          orders.keySet().stream().filter(id -> orders.get(id).phase().isFinal()).toList();
      over.stream().limit(Math.max(0, over.size() - keep)).forEach(orders::remove);
    }

    List<List<String>> records() {
      List<List<String>> records = new ArrayList<>();
      records.add(epochRecord(epoch));
      records.add(List.of(HOST_STATE, hostState.name()));
      probeParameters.forEach((probe, chosen) -> records.add(probeRecord(probe, chosen)));
      for (RememberedMigration known : migrations.values()) {
        String id = known.order().migrationId();
        records.add(orderRecord(known.side(), known.order()));
        known.steps().forEach(step -> records.add(List.of(STEP, id, step.name())));
        known.end().ifPresent(phase -> records.add(List.of(END, id, phase.name())));
      }
      boots.forEach((id, boot) -> records.add(orderRecord(BOOT, id, boot)));
      stops.forEach((id, stop) -> records.add(orderRecord(STOP, id, stop)));
      // After what ended, which would count as if it had ended just now.
      records.add(elsewhereRecord(whereabouts.all()));
      wrappers.values().forEach(wrapper -> records.add(wrapperRecord(wrapper)));
      if (rules.revision() > 0) {
        records.add(rulesRecord(rules));
      }
      return records;
    }
  }
}
