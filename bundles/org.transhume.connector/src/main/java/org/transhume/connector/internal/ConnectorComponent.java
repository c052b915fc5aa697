// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import javax.management.MBeanServer;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.transport.OwnIdentity;
import org.transhume.spi.transport.SecureTransport;

/**
 * Serves the container's MBean server and offers its {@link SecureTransport} and {@link
 * OwnIdentity}. What is wrong with the configuration is logged and leaves the container up; what is
 * missing outside of it (an identity not yet copied, a port still taken) is tried again until it is
 * there.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = "org.transhume.connector",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConnectorConfiguration.class)
@Capability(
    namespace = "osgi.service",
    attribute =
        "objectClass:List<String>=\"org.transhume.spi.transport.OwnIdentity,"
            + "org.transhume.spi.transport.SecureTransport\"",
    effective = "active")
public final class ConnectorComponent {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectorComponent.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  private final MBeanServer server;
  private final BundleContext context;
  private final Clock clock;
  private final Switchboard switchboard;
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private Settings wanted;
  private ScheduledFuture<?> retry;
  private String lastProblem = "";
  private boolean closed;

  /** Called by the container. */
  @Activate
  public ConnectorComponent(
      ConnectorConfiguration configuration, Map<String, Object> properties, BundleContext context)
      throws IOException {
    this(
        configuration,
        properties,
        context,
        ManagementFactory.getPlatformMBeanServer(),
        Clock.systemUTC());
  }

  ConnectorComponent(
      ConnectorConfiguration configuration,
      Map<String, Object> properties,
      BundleContext context,
      MBeanServer server,
      Clock clock)
      throws IOException {
    this.server = server;
    this.context = context;
    this.clock = clock;
    this.switchboard = new Switchboard();
    modified(configuration, properties);
  }

  /** Serves as configured now. A configuration that is wrong changes nothing. */
  @Modified
  synchronized void modified(ConnectorConfiguration configuration, Map<String, Object> properties) {
    Settings settings;
    try {
      settings = Settings.from(configuration, properties);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "{}: in etc/org.transhume.connector.cfg, {}. Correct it; no restart is needed.",
          undo.isEmpty() ? "Nothing is served" : "Served as it was configured before",
          e.getMessage());
      return;
    }
    stopTrying();
    close();
    wanted = settings;
    open();
  }

  private synchronized void open() {
    if (closed || !undo.isEmpty()) {
      return;
    }
    try {
      serve(wanted);
    } catch (BindException e) {
      close();
      tryLater(
          "port "
              + wanted.address()
              + " cannot be bound ("
              + e.getMessage()
              + "): end what uses it, or change address or port");
    } catch (IOException e) {
      close();
      tryLater(e.getMessage());
    }
  }

  private void serve(Settings settings) throws IOException {
    Identity identity = Identity.load(settings.identity(), clock);
    if (settings.publicHost().isEmpty()) {
      PublicHost.tell(identity.self(), settings.address());
    } else {
      PublicHost.tell(settings.publicHost());
    }
    JmxPort port =
        new JmxPort(switchboard, identity, settings.address(), settings.limits(), server, clock);
    undo.push(port::close);
    if (!settings.streamTls()) {
      LOG.warn(
          "Migration streams are neither encrypted nor authenticated (streamTls = false): keep the"
              + " stream port on a network that nobody else reaches");
    }
    TlsTransport transport =
        new TlsTransport(
            switchboard,
            identity,
            settings.streamTls(),
            settings.streamDialer(),
            settings.limits());
    ServiceRegistration<?> registration =
        context.registerService(
            new String[] {SecureTransport.class.getName(), OwnIdentity.class.getName()},
            transport,
            null);
    undo.push(registration::unregister);
    LOG.info(
        "JMX on {}:{} as {}",
        settings.address().getHostString(),
        port.port(),
        identity.self().identity().name());
  }

  private void tryLater(String problem) {
    if (problem.equals(lastProblem)) {
      LOG.debug("Still not serving: {}", problem);
    } else {
      LOG.error(
          "Nothing is served: {}. Trying again every {} seconds.", problem, TRY_AGAIN.toSeconds());
    }
    lastProblem = problem;
    retry = switchboard.after(TRY_AGAIN, this::open);
  }

  private void stopTrying() {
    if (retry != null) {
      retry.cancel(false);
      retry = null;
    }
  }

  private void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  /** Called by the container. */
  @Deactivate
  public synchronized void deactivate() throws IOException {
    closed = true;
    stopTrying();
    close();
    switchboard.close();
  }
}
