// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.wrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.spi.wrapper.WrapperState;

/**
 * Everything that is known of one wrapper of one domain: what is kept in the journal and moves with
 * the domain.
 *
 * @param uuid the domain's
 * @param domain its name when this was written
 * @param wrapper the wrapper's name
 * @param born where and when this memory began, so that two are told apart
 * @param revision rises with each change
 * @param phase what was last made of the software
 * @param settings that it was configured with last
 * @param state what the wrapper itself remembers
 * @param deeds the last ones, the newest at the end
 */
public record WrapperMemory(
    String uuid,
    String domain,
    String wrapper,
    String born,
    long revision,
    WrapperPhase phase,
    Map<String, String> settings,
    WrapperState state,
    List<WrapperDeed> deeds) {

  /** As many ids are known; an older one could be used again. */
  static final int MOST_DEEDS = 50;

  /** Requires every component, and copies the collections. */
  public WrapperMemory {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(wrapper, "wrapper");
    Objects.requireNonNull(born, "born");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(state, "state");
    settings = Map.copyOf(new TreeMap<>(settings));
    deeds = List.copyOf(deeds.subList(Math.max(0, deeds.size() - MOST_DEEDS), deeds.size()));
  }

  /** That of a wrapper which has never done anything. */
  static WrapperMemory fresh(String uuid, String domain, String wrapper, String born) {
    return new WrapperMemory(
        uuid,
        domain,
        wrapper,
        born,
        0,
        WrapperPhase.NEW,
        Map.of(),
        WrapperState.empty(0),
        List.of());
  }

  /** The deed of that id. */
  Optional<WrapperDeed> deed(String id) {
    return deeds.stream().filter(deed -> deed.id().equals(id)).findFirst();
  }

  /** Why the last deed failed; empty when it did not. */
  Optional<String> lastError() {
    return deeds.isEmpty()
        ? Optional.empty()
        : Optional.of(deeds.get(deeds.size() - 1))
            .filter(WrapperMemory::isBad)
            .map(WrapperDeed::text);
  }

  private static boolean isBad(WrapperDeed deed) {
    return deed.state() == DeedState.FAILED || deed.state() == DeedState.UNKNOWN;
  }

  /** Whether this is what a newer word on the same wrapper may replace. */
  boolean yieldsTo(WrapperMemory other) {
    return !born.equals(other.born) || revision < other.revision;
  }

  /** The same with a deed begun. */
  WrapperMemory with(WrapperDeed begun) {
    List<WrapperDeed> more = new ArrayList<>(deeds);
    more.add(begun);
    return next(phase, settings, state, more);
  }

  /** The same with that deed's end and what it has changed. */
  WrapperMemory ended(
      WrapperDeed end, WrapperPhase toPhase, Map<String, String> toSettings, WrapperState toState) {
    List<WrapperDeed> all =
        deeds.stream().map(deed -> deed.id().equals(end.id()) ? end : deed).toList();
    return next(toPhase, toSettings, toState, all);
  }

  /** The same where nobody will see the end of what was under way. */
  WrapperMemory interrupted(String why) {
    List<WrapperDeed> all =
        deeds.stream()
            .map(deed -> deed.state() == DeedState.RUNNING ? deed.lost(why) : deed)
            .toList();
    return all.equals(deeds) ? this : next(phase, settings, state, all);
  }

  private WrapperMemory next(
      WrapperPhase toPhase,
      Map<String, String> toSettings,
      WrapperState toState,
      List<WrapperDeed> toDeeds) {
    return new WrapperMemory(
        uuid, domain, wrapper, born, revision + 1, toPhase, toSettings, toState, toDeeds);
  }
}
