// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.transhume.spi.coordination.Coordination;
import org.transhume.spi.coordination.CoordinationBench;

/** Managers around an ensemble, each behind a link of its own to one of its servers. */
final class LinkedManagers implements CoordinationBench {

  static final int SESSION_MILLIS = 4_000;

  private final ThreeServers ensemble;
  private final String path;
  private final Map<String, Manager> managers = new HashMap<>();

  private record Manager(Link link, CuratorFramework client, ZooKeeperCoordination coordination) {}

  /** Each path in the ensemble is a cluster of its own. */
  LinkedManagers(ThreeServers ensemble, String path) {
    this.ensemble = ensemble;
    this.path = path;
  }

  @Override
  public Coordination through(String link) {
    return manager(link).coordination();
  }

  @Override
  public void cut(String link) {
    manager(link).link().cut();
  }

  @Override
  public void mend(String link) {
    manager(link).link().mend();
  }

  /** That manager's connection. */
  CuratorFramework client(String link) {
    return manager(link).client();
  }

  @Override
  public void close() {
    for (Manager manager : managers.values()) {
      manager.coordination().close();
      try {
        manager.link().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Manager manager(String name) {
    return managers.computeIfAbsent(name, this::connect);
  }

  private Manager connect(String name) {
    try {
      int number = managers.size();
      Link link = new Link(ensemble.endpoints().get(number % ensemble.endpoints().size()));
      Ensemble seen = new Ensemble(List.of(link.endpoint()), path, SESSION_MILLIS);
      CuratorFramework client = ZooKeeperCoordination.clientOf(seen);
      return new Manager(link, client, new ZooKeeperCoordination(seen, client));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has no link", e);
    }
  }
}
