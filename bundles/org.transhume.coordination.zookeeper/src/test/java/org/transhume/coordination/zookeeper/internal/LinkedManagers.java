// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.transhume.spi.coordination.Coordination;
import org.transhume.spi.coordination.CoordinationBench;
import org.transhume.spi.transport.Endpoint;

/** Managers around an ensemble, each behind a link of its own to one of its servers. */
final class LinkedManagers implements CoordinationBench {

  static final int SESSION_MILLIS = 4_000;

  /** How a manager of that name comes to its coordination. */
  interface Connecting {
    ZooKeeperCoordination connect(String name, List<Endpoint> servers, String path);
  }

  private final List<Endpoint> servers;
  private final String path;
  private final Connecting connecting;
  private final Map<String, Manager> managers = new HashMap<>();

  private record Manager(Link link, ZooKeeperCoordination coordination) {}

  /** Managers that connect in clear; each path in the ensemble is a cluster of its own. */
  LinkedManagers(List<Endpoint> servers, String path) {
    this(servers, path, (name, links, root) -> ZooKeeperCoordination.inClear(plain(links, root)));
  }

  LinkedManagers(List<Endpoint> servers, String path, Connecting connecting) {
    this.servers = servers;
    this.path = path;
    this.connecting = connecting;
  }

  /** An ensemble that is reached in clear. */
  static Ensemble plain(List<Endpoint> servers, String path) {
    return new Ensemble(servers, path, SESSION_MILLIS, false, Set.of());
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
    return manager(link).coordination().client();
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
      Link link = new Link(servers.get(number % servers.size()));
      return new Manager(link, connecting.connect(name, List.of(link.endpoint()), path));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has no link", e);
    }
  }
}
