// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.GuestAddress;
import org.transhume.agent.internal.sntp.SntpQuery;

/**
 * Reads the clock of a domain that serves its time, where an operator has said where. A migration
 * neither waits for it longer than a second nor fails by it.
 */
final class GuestClock {

  private static final Logger LOG = LoggerFactory.getLogger(GuestClock.class);
  private static final long MOST_MILLIS = 1_000;
  private static final int TRY_MILLIS = 300;
  private static final int MOST_TRIES = 3;

  private final AgentContext context;
  private final SntpQuery query;

  GuestClock(AgentContext context) {
    this.context = context;
    this.query = new SntpQuery(context.clock(), context.nanoTime(), context.execution().random());
  }

  /** How far a domain's clock is ahead of this host's; empty when that cannot be found out. */
  CompletableFuture<Optional<Long>> offsetMillis(String domain) {
    GuestAddress address = context.settings().get().guests().clocks().get(domain);
    if (address == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<Long>> offset = new CompletableFuture<>();
    context.later(MOST_MILLIS, () -> offset.complete(Optional.empty()));
    context.execution().workers().execute(() -> offset.complete(ask(domain, address)));
    return offset;
  }

  /** The first packet to a domain that has just arrived may be lost: asks again. */
  private Optional<Long> ask(String domain, GuestAddress address) {
    InetSocketAddress server =
        new InetSocketAddress(address.host(), address.port().orElse(SntpQuery.PORT));
    String problem = "";
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        long millis = query.offsetMillis(server, TRY_MILLIS);
        LOG.info(
            "the clock of {} is {} ms ahead of that of {}, says {}",
            domain,
            millis,
            context.host(),
            address);
        return Optional.of(millis);
      } catch (IOException e) {
        problem = e.getMessage();
      }
    }
    LOG.info("{} does not tell its time at {}: {}", domain, address, problem);
    return Optional.empty();
  }
}
