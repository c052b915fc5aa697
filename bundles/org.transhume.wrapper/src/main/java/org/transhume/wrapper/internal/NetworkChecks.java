// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.transhume.spi.transport.Endpoint;

/** Checks over the real network. */
final class NetworkChecks implements HealthChecks {

  private static final int MOST_MILLIS = 5_000;

  @Override
  public void http(String url, Duration limit) throws IOException {
    HttpURLConnection connection = open(url);
    try {
      connection.setConnectTimeout(millis(limit));
      connection.setReadTimeout(millis(limit));
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      int status = connection.getResponseCode();
      if (status / 100 != 2) {
        throw new IOException(url + " answers with " + status);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static HttpURLConnection open(String url) throws IOException {
    try {
      return (HttpURLConnection) URI.create(url).toURL().openConnection();
    } catch (IllegalArgumentException | MalformedURLException e) {
      throw new IOException(url + " is no address of a page", e);
    }
  }

  @Override
  public void tcp(String address, Duration limit) throws IOException {
    Endpoint endpoint = endpoint(address);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), millis(limit));
    }
  }

  private static Endpoint endpoint(String address) throws IOException {
    try {
      return Endpoint.parse(address);
    } catch (IllegalArgumentException e) {
      throw new IOException(address + " is no address and port", e);
    }
  }

  private static int millis(Duration limit) {
    return (int) Math.min(MOST_MILLIS, limit.toMillis());
  }
}
