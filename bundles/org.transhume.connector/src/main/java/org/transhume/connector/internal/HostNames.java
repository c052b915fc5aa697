// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.regex.Pattern;

/** Compares names and addresses with those in a certificate, and never asks a name server. */
final class HostNames {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private HostNames() {}

  /** Whether a certificate that carries these names belongs to that host. */
  static boolean contain(Collection<String> names, String host) {
    return names.stream().anyMatch(name -> same(name, host));
  }

  private static boolean same(String left, String right) {
    if (isAddress(left) || isAddress(right)) {
      return isAddress(left) && isAddress(right) && address(left).equals(address(right));
    }
    return withoutRoot(left).equalsIgnoreCase(withoutRoot(right));
  }

  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  private static String withoutRoot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static Object address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      return literal;
    }
  }
}
