// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.manager.internal.AgentPort.WrapperName;

/**
 * Shows a bean for each wrapper that an agent shows, and keeps it while its domain is between two
 * hosts. Belongs to the loop.
 */
final class WrapperShow {

  private static final Logger LOG = LoggerFactory.getLogger(WrapperShow.class);

  /** How often agents are asked of which nothing is heard: a wrapper may come without a domain. */
  private static final long LOOK_MILLIS = 30_000;

  private static final int MOST_AT_ONCE = 12;

  private final Registry registry;
  private final Manager manager;
  private final Desk desk;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Map<WrapperName, Long> seenMillis = new HashMap<>();
  private final Set<AgentPort> changed = new HashSet<>();
  private long lookedMillis;
  private boolean looked;

  WrapperShow(Registry registry, Manager manager, Desk desk) {
    this.registry = registry;
    this.manager = manager;
    this.desk = desk;
  }

  /** That agent is to be asked at the next look. */
  void changed(AgentPort agent) {
    changed.add(agent);
  }

  /**
   * Asks the agents that have something new, now and then all, and hides what is gone.
   *
   * @param domains names of those that are shown
   * @param moving names of those that are under way
   */
  void look(Set<String> domains, Set<String> moving) {
    long now = manager.loop().monotonicMillis();
    if (!looked || now - lookedMillis >= LOOK_MILLIS) {
      looked = true;
      lookedMillis = now;
      changed.addAll(manager.view().agents());
    }
    changed.forEach(this::ask);
    changed.clear();
    seenMillis
        .entrySet()
        .removeIf(
            seen -> {
              WrapperName name = seen.getKey();
              boolean silent =
                  now - seen.getValue() > 2 * LOOK_MILLIS && !moving.contains(name.domain());
              boolean gone = silent || !domains.contains(name.domain());
              if (gone) {
                registry.hide(ObjectNames.wrapper(name.domain(), name.wrapper()));
              }
              return gone;
            });
  }

  private void ask(AgentPort agent) {
    agent
        .wrappers()
        .whenComplete(
            (names, failure) -> {
              if (failure != null) {
                LOG.debug("{} does not tell its wrappers", agent.host(), failure);
              } else if (!names.isEmpty()) {
                manager.loop().execute(() -> seen(names));
              }
            });
  }

  private void seen(List<WrapperName> names) {
    long now = manager.loop().monotonicMillis();
    for (WrapperName name : names) {
      if (seenMillis.put(name, now) == null) {
        registry.show(
            ObjectNames.wrapper(name.domain(), name.wrapper()),
            new WrapperBean(manager, desk, name, places),
            WrapperMXBean.class);
      }
    }
  }
}
