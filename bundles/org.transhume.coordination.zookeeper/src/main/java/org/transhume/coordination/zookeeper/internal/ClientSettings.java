// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.zookeeper.ClientCnxnSocketNIO;
import org.apache.zookeeper.ClientCnxnSocketNetty;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ClientX509Util;
import org.transhume.spi.transport.OwnIdentity;

/**
 * What ZooKeeper's client is told. All that matters is set here, as it would take the rest from
 * system properties of the container, where anybody may have put something.
 */
final class ClientSettings {

  private static final String PKCS12 = "PKCS12";

  private ClientSettings() {}

  /** The client reads the identity's files by itself, anew for each connection. */
  static ZKClientConfig of(Optional<OwnIdentity> identity) {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.SECURE_CLIENT, Boolean.toString(identity.isPresent()));
    config.setProperty(
        ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET,
        (identity.isPresent() ? ClientCnxnSocketNetty.class : ClientCnxnSocketNIO.class).getName());
    identity.ifPresent(own -> secure(config, own.folder()));
    return config;
  }

  private static void secure(ZKClientConfig config, Path folder) {
    // It would look addresses up backwards, and expect the found name in the certificate.
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    String password = folder.resolve("password").toString();
    try (ClientX509Util names = new ClientX509Util()) {
      config.setProperty(
          names.getSslKeystoreLocationProperty(), folder.resolve("identity.p12").toString());
      config.setProperty(names.getSslKeystoreTypeProperty(), PKCS12);
      config.setProperty(names.getSslKeystorePasswdPathProperty(), password);
      config.setProperty(
          names.getSslTruststoreLocationProperty(), folder.resolve("trust.p12").toString());
      config.setProperty(names.getSslTruststoreTypeProperty(), PKCS12);
      config.setProperty(names.getSslTruststorePasswdPathProperty(), password);
      config.setProperty(names.getSslHostnameVerificationEnabledProperty(), "true");
      config.setProperty(names.getSslProtocolProperty(), "TLSv1.3");
      config.setProperty(names.getSslEnabledProtocolsProperty(), "TLSv1.3");
    }
  }
}
