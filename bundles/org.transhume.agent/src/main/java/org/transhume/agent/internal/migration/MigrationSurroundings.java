// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.Optional;
import java.util.function.Supplier;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.Emitter;
import org.transhume.agent.internal.MBeans;
import org.transhume.agent.internal.relay.StreamDoor;
import org.transhume.agent.internal.rules.KeptRules;
import org.transhume.agent.internal.watch.HostWatch;
import org.transhume.agent.internal.wrapper.WrapperBoard;

/**
 * What migrations on one host work with.
 *
 * @param context of the agent instance
 * @param emitter of its notifications
 * @param mbeans of the instance
 * @param watch that shows what migrations change
 * @param journal where orders and steps become durable
 * @param rules that the agent keeps
 * @param wrappers of the domains, which move with them
 * @param door where streams arrive and leave; empty while there is none
 */
public record MigrationSurroundings(
    AgentContext context,
    Emitter emitter,
    MBeans mbeans,
    HostWatch watch,
    JournalLane journal,
    KeptRules rules,
    WrapperBoard wrappers,
    Supplier<Optional<StreamDoor>> door) {}
