// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.HashMap;
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
  private static final long LOOK_MILLIS = 5_000;
  private static final int MOST_AT_ONCE = 12;

  private final Registry registry;
  private final Manager manager;
  private final Desk desk;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Map<WrapperName, Long> seenMillis = new HashMap<>();
  private long lookedMillis;
  private boolean looked;

  WrapperShow(Registry registry, Manager manager, Desk desk) {
    this.registry = registry;
    this.manager = manager;
    this.desk = desk;
  }

  /**
   * Asks the agents, but not more often than is needed, and hides what is gone.
   *
   * @param moving names of domains that are under way
   * @param graceMillis how long a wrapper may be unseen
   */
  void look(Set<String> moving, long graceMillis) {
    long now = manager.loop().monotonicMillis();
    if (looked && now - lookedMillis < LOOK_MILLIS) {
      return;
    }
    looked = true;
    lookedMillis = now;
    for (AgentPort agent : manager.view().agents()) {
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
    seenMillis
        .entrySet()
        .removeIf(
            seen -> {
              WrapperName name = seen.getKey();
              boolean gone =
                  now - seen.getValue() > graceMillis + 2 * LOOK_MILLIS
                      && !moving.contains(name.domain());
              if (gone) {
                registry.hide(ObjectNames.wrapper(name.domain(), name.wrapper()));
              }
              return gone;
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
