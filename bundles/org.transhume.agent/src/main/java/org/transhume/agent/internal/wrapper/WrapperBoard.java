// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.wrapper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.AgentExecution;
import org.transhume.agent.internal.MBeans;
import org.transhume.agent.internal.migration.JournalLane;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.WrapperMXBean;

/**
 * The wrappers of this host's domains: makes them for the domains that are here, shows them, gives
 * what they remember along when a domain leaves, and takes it when one comes. Belongs to the loop.
 */
public final class WrapperBoard {

  private static final Logger LOG = LoggerFactory.getLogger(WrapperBoard.class);
  private static final long LOOK_MILLIS = 5_000;
  private static final int MOST_REMEMBERED = 1_000;

  /** After this time a domain's wrappers serve without the state that the source has announced. */
  private static final long STATE_MILLIS = 60_000;

  private final AgentContext context;
  private final MBeans mbeans;
  private final JournalLane journal;
  private final Moves moves;
  private final Map<Key, WrapperSlot> slots = new TreeMap<>();
  private final Map<Key, ObjectName> shown = new HashMap<>();

  /** By the domain's uuid, the migration whose state is awaited; read everywhere. */
  private final Map<String, String> awaited = new ConcurrentHashMap<>();

  /** By the domain's uuid, the migration whose state has come before its end. */
  private final Map<String, String> taken = new HashMap<>();

  private Map<String, WrapperDefinition> definitions = Map.of();
  private Map<String, String> residents = Map.of();
  private AgentExecution.Timer looks;

  /** What is to be known of migrations. */
  public interface Moves {

    /** Whether a migration of that domain is under way; may be asked from everywhere. */
    boolean isMoving(String domainUuid);

    /** Whether one to this host is; asked on the loop. */
    boolean isArriving(String domainUuid);
  }

  private record Key(String uuid, String wrapper) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byDomain = uuid.compareTo(other.uuid);
      return byDomain != 0 ? byDomain : wrapper.compareTo(other.wrapper);
    }
  }

  /** A board with nothing on it. */
  public WrapperBoard(AgentContext context, MBeans mbeans, JournalLane journal, Moves moves) {
    this.context = context;
    this.mbeans = mbeans;
    this.journal = journal;
    this.moves = moves;
  }

  /** Takes up what the journal remembers; before anything else. */
  public void recover(Collection<WrapperMemory> remembered) {
    for (WrapperMemory memory : remembered) {
      put(
          memory.interrupted(
              "the agent of "
                  + context.host()
                  + " ended while this was under way; look what it"
                  + " has done before you do it again under another id"));
    }
  }

  /** From now on these definitions serve, by the wrapper's name, and no others. */
  public void serve(Map<String, WrapperDefinition> serving) {
    definitions = Map.copyOf(serving);
    if (looks == null && !definitions.isEmpty()) {
      looks = context.every(LOOK_MILLIS, () -> shownSlots().forEach(WrapperSlot::look));
    }
    refresh();
  }

  /** The domains that are here now: names by uuid. */
  public void residents(Map<String, String> namesByUuid) {
    if (!namesByUuid.equals(residents)) {
      residents = Map.copyOf(namesByUuid);
      refresh();
    }
  }

  /** Makes, shows and hides what the present residents and definitions call for. */
  private void refresh() {
    residents.forEach(
        (uuid, name) ->
            definitions.values().stream()
                .filter(definition -> definition.isFor(name))
                .filter(definition -> !slots.containsKey(new Key(uuid, definition.name())))
                .forEach(definition -> put(fresh(uuid, name, definition.name()))));
    for (Map.Entry<Key, WrapperSlot> entry : List.copyOf(slots.entrySet())) {
      Key key = entry.getKey();
      Optional<String> name =
          Optional.ofNullable(residents.get(key.uuid()))
              .filter(resident -> taken.containsKey(key.uuid()) || !moves.isArriving(key.uuid()));
      name.ifPresent(
          resident -> {
            entry.getValue().serve(definitionFor(key.wrapper(), resident), resident);
            show(key, resident, entry.getValue());
          });
      if (name.isEmpty()) {
        hide(key);
      }
    }
  }

  private Optional<WrapperDefinition> definitionFor(String wrapper, String domain) {
    return Optional.ofNullable(definitions.get(wrapper))
        .filter(definition -> definition.isFor(domain));
  }

  private WrapperMemory fresh(String uuid, String domain, String wrapper) {
    return WrapperMemory.fresh(uuid, domain, wrapper, context.host() + "/" + context.nowMillis());
  }

  private void put(WrapperMemory memory) {
    Key key = new Key(memory.uuid(), memory.wrapper());
    WrapperSlot slot = slots.get(key);
    if (slot == null) {
      makeRoom();
      slots.put(key, new WrapperSlot(context, journal, memory, () -> isHeldBack(memory.uuid())));
    } else {
      slot.adopt(memory);
    }
  }

  /** Domains that are gone for ever are not to be remembered for ever. */
  private void makeRoom() {
    if (slots.size() >= MOST_REMEMBERED) {
      slots.keySet().stream()
          .map(Key::uuid)
          .filter(uuid -> !residents.containsKey(uuid) && !moves.isMoving(uuid))
          .findFirst()
          .ifPresent(this::departed);
    }
  }

  /** Asked from everywhere; only what the loop asks decides. */
  private boolean isHeldBack(String uuid) {
    return moves.isMoving(uuid) || awaited.containsKey(uuid);
  }

  private void show(Key key, String domain, WrapperSlot slot) {
    ObjectName name = ObjectNames.wrapper(context.host(), domain, key.wrapper());
    if (name.equals(shown.get(key))) {
      return;
    }
    hide(key);
    shown.put(key, name);
    mbeans.register(name, new WrapperBean(context, slot, domain), WrapperMXBean.class);
    slot.look();
  }

  private void hide(Key key) {
    ObjectName name = shown.remove(key);
    if (name != null) {
      mbeans.unregister(name);
    }
  }

  private List<WrapperSlot> shownSlots() {
    return shown.keySet().stream().map(slots::get).toList();
  }

  private List<WrapperSlot> slotsOf(String uuid) {
    return slots.entrySet().stream()
        .filter(entry -> entry.getKey().uuid().equals(uuid))
        .map(Map.Entry::getValue)
        .toList();
  }

  // Moves

  /** What a source tells before anything is sent: which wrappers have a state that will come. */
  public Map<String, String> announcement(String domainUuid) {
    String names =
        slotsOf(domainUuid).stream()
            .map(slot -> slot.memory().wrapper())
            .collect(Collectors.joining(" "));
    return names.isEmpty() ? Map.of() : Map.of(MigrationOrder.WRAPPERS, names);
  }

  /** What the domain's wrappers remember, for the host that it goes to. */
  public Map<String, String> luggage(String domainUuid) {
    Map<String, String> states = new TreeMap<>();
    for (WrapperSlot slot : slotsOf(domainUuid)) {
      states.put(
          MigrationOrder.WRAPPER_STATE + slot.memory().wrapper(), WrapperText.line(slot.memory()));
    }
    return states;
  }

  /** Takes what an order brings along; it is on the disk when the future completes. */
  public CompletableFuture<Void> take(MigrationOrder order) {
    List<CompletableFuture<?>> kept = new ArrayList<>();
    order
        .attachments()
        .forEach(
            (name, line) -> {
              if (name.startsWith(MigrationOrder.WRAPPER_STATE)) {
                WrapperText.fromLine(line)
                    .filter(memory -> memory.uuid().equals(order.domainUuid()))
                    .ifPresentOrElse(
                        memory -> kept.add(take(order, memory)),
                        () ->
                            LOG.error(
                                "migration {}: the state in {} cannot be read",
                                order.migrationId(),
                                name));
              }
            });
    return CompletableFuture.allOf(kept.toArray(CompletableFuture[]::new))
        .thenRunAsync(() -> taken(order), context.loop());
  }

  private CompletableFuture<?> take(MigrationOrder order, WrapperMemory arrived) {
    WrapperSlot present = slots.get(new Key(arrived.uuid(), arrived.wrapper()));
    if (present != null && !present.memory().yieldsTo(arrived)) {
      return CompletableFuture.completedFuture(null);
    }
    WrapperMemory memory =
        arrived.interrupted(
            "was under way on "
                + order.source()
                + " when the domain moved; whoever asked there has"
                + " its answer");
    put(memory);
    return journal
        .write(file -> file.wrapper(memory))
        .thenAccept(
            failure ->
                failure.ifPresent(
                    e ->
                        LOG.error(
                            "migration {}: the state of wrapper {} is not on the disk",
                            order.migrationId(),
                            memory.wrapper(),
                            e)));
  }

  private void taken(MigrationOrder order) {
    if (order.attachments().keySet().stream()
        .anyMatch(name -> name.startsWith(MigrationOrder.WRAPPER_STATE))) {
      taken.put(order.domainUuid(), order.migrationId());
      awaited.remove(order.domainUuid(), order.migrationId());
      refresh();
      turn(order.domainUuid());
    }
  }

  /** A domain has come by a migration; its wrappers wait for the state that was announced. */
  public void arrived(MigrationOrder order) {
    String uuid = order.domainUuid();
    boolean announced = order.attachments().containsKey(MigrationOrder.WRAPPERS);
    if (announced && !order.migrationId().equals(taken.get(uuid))) {
      awaited.put(uuid, order.migrationId());
      context.later(STATE_MILLIS, () -> doWithout(order));
    }
    settled(uuid);
  }

  private void doWithout(MigrationOrder order) {
    if (awaited.remove(order.domainUuid(), order.migrationId())) {
      LOG.error(
          "migration {}: the state of the wrappers {} of {} did not come from {}; they go on with"
              + " what is known here",
          order.migrationId(),
          order.attachments().get(MigrationOrder.WRAPPERS),
          order.domain(),
          order.source());
      turn(order.domainUuid());
    }
  }

  /** A domain has left by a migration: nothing is kept of its wrappers. */
  public void departed(String domainUuid) {
    awaited.remove(domainUuid);
    for (WrapperSlot slot : slotsOf(domainUuid)) {
      Key key = new Key(domainUuid, slot.memory().wrapper());
      slot.leave();
      hide(key);
      slots.remove(key);
      journal.write(
          file -> file.wrapperGone(domainUuid, key.wrapper()),
          failure ->
              failure.ifPresent(
                  e -> LOG.error("wrapper {} is not forgotten in the journal", key, e)));
    }
    settled(domainUuid);
  }

  /** A domain that was to come has not: what it has brought is forgotten, unless it is here. */
  public void stayedAway(String domainUuid) {
    if (residents.containsKey(domainUuid)) {
      settled(domainUuid);
    } else {
      departed(domainUuid);
    }
  }

  /** A migration of that domain has ended, or was put off: what waited may go on. */
  public void settled(String domainUuid) {
    taken.remove(domainUuid);
    refresh();
    turn(domainUuid);
  }

  private void turn(String domainUuid) {
    slotsOf(domainUuid).forEach(WrapperSlot::turn);
  }

  /** Looks no more, and shows nothing. */
  public void stop() {
    if (looks != null) {
      looks.cancel();
    }
    slots.values().forEach(WrapperSlot::leave);
    List.copyOf(shown.keySet()).forEach(this::hide);
  }
}
