// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import javax.management.MBeanServer;

/**
 * What a manager keeps whether it leads or not, and lends to whoever leads.
 *
 * @param settings its configuration
 * @param version of its bundle
 * @param clock people's time
 * @param server shows its beans
 * @param execution where everything runs
 * @param fences make certain that hosts are off
 * @param switches power hosts up and down
 * @param archive keeps what was decided and what came of it
 * @param emitter sends its notifications
 * @param roster the agents that are connected
 */
record Household(
    Settings settings,
    String version,
    Clock clock,
    MBeanServer server,
    ManagerExecution execution,
    Fences fences,
    PowerSwitches switches,
    Archive archive,
    Emitter emitter,
    AgentRoster roster) {}
