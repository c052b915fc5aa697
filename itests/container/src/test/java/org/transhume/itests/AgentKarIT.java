// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;

/** An administrator has a Karaf already and drops the agent's archive into it. */
@RunWith(PaxExam.class)
public class AgentKarIT {

  @Inject private BundleContext context;

  @Configuration
  public Option[] stockKaraf() {
    return new Option[] {Containers.stockKaraf()};
  }

  @Test
  public void shouldInstallTheAgentWhenItsArchiveIsDroppedIntoDeploy() throws Exception {
    assertThat(OurBundles.activity(context)).isEmpty();

    Deploy.drop(Path.of(Containers.property("transhume.agent.kar")));

    Await.until(
        "the agent and its plug-ins are active",
        () ->
            OurBundles.activity(context).containsKey("org.transhume.agent")
                && !OurBundles.activity(context).containsValue(false));
    assertThat(OurBundles.activity(context))
        .containsKeys("org.transhume.hypervisor.xl", "org.transhume.probe.cpu")
        .doesNotContainKey("org.transhume.manager");
  }
}
