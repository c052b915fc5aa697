// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.OwnIdentity;

class AccessTest {

  private static final Ensemble ENSEMBLE =
      new Ensemble(
          List.of(new Endpoint("zk-1", 2281)), "/racks/204", 4_000, true, Set.of("ada", "bob"));

  @TempDir Path folder;
  private Identities identities;

  @BeforeEach
  void makeAuthority() throws Exception {
    identities = new Identities(folder, "etch");
  }

  @Test
  void shouldGiveNodesToTheManagersByTheirSubjectsAndToNobodyElse() {
    List<ACL> nodes = Access.ofManagers(ENSEMBLE, identities.manager("ada")).places().acl();

    assertThat(nodes)
        .extracting(acl -> acl.getId().getScheme() + " " + acl.getId().getId())
        .containsExactly("x509 CN=ada,OU=manager,O=etch", "x509 CN=bob,OU=manager,O=etch");
    assertThat(nodes).extracting(ACL::getPerms).containsOnly(ZooDefs.Perms.ALL);
    assertThat(Access.ofManagers(ENSEMBLE, identities.manager("bob")).places().acl())
        .isEqualTo(nodes);
  }

  @Test
  void shouldLetOtherClustersBesideItButNotIntoIt() {
    Access access = Access.ofManagers(ENSEMBLE, identities.manager("ada"));
    List<ACL> own = access.places().acl();

    assertThat(access.getAclForPath("/racks/204")).isEqualTo(own);
    assertThat(access.getAclForPath("/racks/204/seats")).isEqualTo(own);
    assertThat(access.getAclForPath("/racks"))
        .hasSize(own.size() + 1)
        .containsAll(own)
        .contains(new ACL(ZooDefs.Perms.READ | ZooDefs.Perms.CREATE, ZooDefs.Ids.ANYONE_ID_UNSAFE));
    assertThat(access.getAclForPath("/racks/2045")).isNotEqualTo(own);
  }

  @Test
  void shouldRefuseAnIdentityThatIsNoManager() {
    OwnIdentity agent = identities.of("ada", Role.AGENT);

    assertThatThrownBy(() -> Access.ofManagers(ENSEMBLE, agent))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.resolve("ada").toString())
        .hasMessageContaining("CN=ada,OU=agent,O=etch is no manager")
        .hasMessageContaining("issue the identity with --role manager");
  }

  @Test
  void shouldRefuseAManagerThatIsNotNamed() {
    OwnIdentity eve = identities.manager("eve");

    assertThatThrownBy(() -> Access.ofManagers(ENSEMBLE, eve))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("etc/org.transhume.coordination.zookeeper.cfg: managers = '")
        .hasMessageContaining("does not hold 'eve'")
        .hasMessageContaining("give the names of all managers");
  }
}
