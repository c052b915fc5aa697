// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.transhume.manager.internal.AgentEvents;
import org.transhume.manager.internal.Loop;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.SecureTransport;

/**
 * All configured endpoints. A few threads serve all of them: one for their states, some for calls,
 * some for connecting, so that endpoints that do not answer hold up no order to those that do.
 */
public final class JmxAgents implements AutoCloseable {

  private static final String NO_TRANSPORT =
      "no key store is configured: run `transhume ca issue` and set the connector's identity";
  private static final long RECONNECT_FIRST_MILLIS = 500;
  private static final long RECONNECT_LIMIT_MILLIS = 30_000;
  private static final long DISCOVER_FIRST_MILLIS = 500;
  private static final long DISCOVER_LIMIT_MILLIS = 60_000;
  private static final long WATCH_MILLIS = 2_000;
  private static final long CLOSE_MILLIS = 3_000;

  private final Loop loop;
  private final Calls connects = new Calls("transhume-manager-connect", 8, 10_000);
  private final Calls calls = new Calls("transhume-manager-call", 32, 10_000);
  private final List<JmxEndpoint> endpoints;
  private Loop.Timer watch = () -> {};

  /**
   * Connects nowhere until {@link #use}.
   *
   * @param loop for the endpoints' states; not the manager's
   * @param chance spreads reconnections; numbers from 0 to 1
   * @param waits how long to wait for agents
   */
  public JmxAgents(
      List<Endpoint> endpoints,
      Loop loop,
      AgentEvents events,
      DoubleSupplier chance,
      AgentWaits waits) {
    this.loop = loop;
    this.endpoints =
        endpoints.stream()
            .distinct()
            .map(
                endpoint ->
                    new JmxEndpoint(
                        endpoint,
                        loop,
                        connects,
                        calls,
                        events,
                        new Backoff(RECONNECT_FIRST_MILLIS, RECONNECT_LIMIT_MILLIS, chance),
                        new Backoff(DISCOVER_FIRST_MILLIS, DISCOVER_LIMIT_MILLIS, chance),
                        waits))
            .toList();
    loop.execute(this::watchLater);
  }

  /** Connects through that transport; what was connected through another one is closed. */
  public void use(SecureTransport transport) {
    loop.execute(
        () -> endpoints.forEach(endpoint -> endpoint.use(transport, "the key store changed")));
  }

  /** Closes every connection until there is a transport again. */
  public void useNone() {
    loop.execute(() -> endpoints.forEach(endpoint -> endpoint.use(null, NO_TRANSPORT)));
  }

  /** Closes every connection; those that do not answer are left behind. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          watch.cancel();
          endpoints.forEach(JmxEndpoint::end);
          loop.execute(
              () -> {
                calls.close();
                connects.finish(CLOSE_MILLIS);
              });
        });
  }

  private void watchLater() {
    watch =
        loop.schedule(
            WATCH_MILLIS,
            () -> {
              endpoints.forEach(JmxEndpoint::watch);
              watchLater();
            });
  }
}
