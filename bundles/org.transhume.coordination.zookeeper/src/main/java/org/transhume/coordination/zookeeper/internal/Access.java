// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.OwnIdentity;

/**
 * Who may touch the nodes of a cluster: its managers, by the subjects of their certificates, and
 * nobody else; or everybody, where the connection is in clear.
 *
 * @param places the cluster's nodes
 * @param subject of the own certificate; empty where the connection is in clear
 */
record Access(Places places, Optional<String> subject) implements ACLProvider {

  private static final String SCHEME = "x509";

  /** Everybody's, as an ensemble that is reached in clear knows nobody. */
  static Access ofEverybody(String root) {
    return new Access(new Places(root, ZooDefs.Ids.OPEN_ACL_UNSAFE), Optional.empty());
  }

  /**
   * The managers'.
   *
   * @throws IllegalArgumentException when that identity is none of the managers' that are named
   */
  static Access ofManagers(Ensemble ensemble, OwnIdentity identity) {
    String own = identity.self().name();
    if (!identity.self().roles().contains(Role.MANAGER)) {
      throw new IllegalArgumentException(
          identity.folder()
              + ": "
              + identity.subject()
              + " is no manager: issue the identity with --role manager");
    }
    if (!ensemble.managers().contains(own)) {
      throw new IllegalArgumentException(
          Ensemble.FILE
              + ": managers = '"
              + String.join(", ", ensemble.managers())
              + "' does not hold '"
              + own
              + "', the name in the certificate of "
              + identity.folder()
              + ": give the names of all managers");
    }
    List<ACL> all =
        ensemble.managers().stream()
            .sorted()
            .map(name -> new Id(SCHEME, named(name, identity.subject())))
            .map(id -> new ACL(ZooDefs.Perms.ALL, id))
            .toList();
    return new Access(new Places(ensemble.path(), all), Optional.of(identity.subject()));
  }

  /** The subject of another manager's certificate: the same as the own one but for the name. */
  private static String named(String name, String subject) {
    try {
      List<Rdn> parts = new ArrayList<>();
      for (Rdn part : new LdapName(subject).getRdns()) {
        parts.add(part.getType().equalsIgnoreCase("CN") ? new Rdn("CN", name) : part);
      }
      return new LdapName(parts).toString();
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException("no subject of a certificate: " + subject, e);
    }
  }

  @Override
  public List<ACL> getDefaultAcl() {
    return places.acl();
  }

  /** What leads to the root may lead to other clusters, too: they make their own places there. */
  @Override
  public List<ACL> getAclForPath(String path) {
    if (subject.isEmpty() || (path + "/").startsWith(places.root() + "/")) {
      return places.acl();
    }
    List<ACL> shared = new ArrayList<>(places.acl());
    shared.add(new ACL(ZooDefs.Perms.READ | ZooDefs.Perms.CREATE, ZooDefs.Ids.ANYONE_ID_UNSAFE));
    return shared;
  }

  /** What keeps this manager out, with the remedy; empty when it may stand for election. */
  Optional<String> problem(ZooKeeper session) throws KeeperException, InterruptedException {
    Optional<String> stranger = subject.isEmpty() ? Optional.empty() : stranger(session);
    return stranger.isPresent() ? stranger : keptOut(session);
  }

  private Optional<String> stranger(ZooKeeper session)
      throws KeeperException, InterruptedException {
    String own = SCHEME + ":" + subject.orElseThrow();
    List<ClientInfo> answer = session.whoAmI();
    if (answer == null) {
      // Its client does not look at the failure, which can only be that the connection broke.
      throw new KeeperException.ConnectionLossException();
    }
    List<String> known =
        answer.stream().map(who -> who.getAuthScheme() + ":" + who.getUser()).toList();
    return known.contains(own)
        ? Optional.empty()
        : Optional.of(
            "its servers know this manager as "
                + known
                + " and not as "
                + own
                + ": write ssl.clientAuth=need into their zoo.cfg");
  }

  private Optional<String> keptOut(ZooKeeper session) throws KeeperException, InterruptedException {
    try {
      session.getChildren(places.root(), false);
      return Optional.empty();
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    } catch (KeeperException.NoAuthException e) {
      return Optional.of(
          places.root()
              + subject
                  .map(
                      own ->
                          " is closed to "
                              + own
                              + ": name it in 'managers' on the manager that leads, and issue the"
                              + " certificates of all managers with the same roles")
                  .orElse(" belongs to managers that connect with TLS: take tls = false away"));
    }
  }
}
