// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what the cluster's authority signed. Our own check comes first, since its refusals say
 * which rule was broken; the JDK's path validation then has the last word.
 */
final class ClusterTrustManager extends X509ExtendedTrustManager {

  private final CertificateCheck check;
  private final X509ExtendedTrustManager paths;

  ClusterTrustManager(CertificateCheck check, X509ExtendedTrustManager paths) {
    this.check = check;
    this.paths = paths;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check.accept(chain[0]);
    paths.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check.accept(chain[0]);
    paths.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check.accept(chain[0]);
    paths.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check.accept(chain[0]);
    paths.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check.accept(chain[0]);
    paths.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check.accept(chain[0]);
    paths.checkServerTrusted(chain, authType, engine);
  }

  /** None: with names given, a stranger would send no certificate at all, and the log say so. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
