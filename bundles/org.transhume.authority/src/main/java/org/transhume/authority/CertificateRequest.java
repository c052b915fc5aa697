// SPDX-License-Identifier: Apache-2.0
package org.transhume.authority;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.util.IPAddress;
import org.transhume.api.mx.Role;

/**
 * What a new certificate shall say.
 *
 * @param name common name: of a person, or the host's name for an agent
 * @param roles what its holder may do; at least one
 * @param hosts every name and address under which others connect to its holder; empty for a person
 * @param validity how long it is valid from now
 */
public record CertificateRequest(
    String name, Set<Role> roles, List<String> hosts, Duration validity) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)(?!.*\\.\\d+$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
              + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");

  /** Refuses, by name and with the remedy, what no certificate should carry. */
  public CertificateRequest {
    requireName("name", name);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "certificate '"
              + name
              + "' has no role: give at least one of viewer, operator, manager,"
              + " agent");
    }
    roles = Set.copyOf(EnumSet.copyOf(roles));
    hosts = hosts.stream().distinct().toList();
    for (String host : hosts) {
      if (!isAddress(host) && !HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "'"
                + host
                + "' is neither a host name nor an address: give each name and address of"
                + " '"
                + name
                + "' by itself");
      }
    }
    if (validity.toDays() < 1 || validity.toDays() > 3_660) {
      throw new IllegalArgumentException(
          "validity of '" + name + "' is " + validity.toDays() + " days: give 1 to 3660");
    }
  }

  static void requireName(String what, String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          what + " '" + text + "': use 1 to 64 of A-Z a-z 0-9 . _ @ -, a letter or digit first");
    }
  }

  /** Whether that text is an IPv4 or IPv6 address, as against a host name. */
  static boolean isAddress(String host) {
    return IPAddress.isValidIPv4(host) || IPAddress.isValidIPv6(host);
  }
}
