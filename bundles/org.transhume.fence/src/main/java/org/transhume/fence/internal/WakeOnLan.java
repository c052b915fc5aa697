// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.transhume.spi.power.PowerResult;
import org.transhume.spi.power.PowerSwitch;

/**
 * Wakes hosts by a magic packet to their network cards: six bytes of ones, then the card's address
 * sixteen times. Nobody answers it, and it can do nothing else.
 */
final class WakeOnLan implements PowerSwitch {

  private static final Pattern ADDRESS = Pattern.compile("\\p{XDigit}{2}([:-]\\p{XDigit}{2}){5}");
  private static final int ONES = 6;
  private static final int TIMES = 16;

  private final Map<String, byte[]> packets = new TreeMap<>();
  private final InetSocketAddress target;

  /**
   * For those hosts.
   *
   * @param addresses of their network cards, such as {@code 00:1b:21:0a:0b:0c}, by the host's name
   * @param target where packets go: as a rule the broadcast address of the hosts' network
   * @throws IllegalArgumentException naming the address that is none
   */
  WakeOnLan(Map<String, String> addresses, InetSocketAddress target) {
    this.target = target;
    addresses.forEach((host, address) -> packets.put(host, packet(host, address)));
  }

  private static byte[] packet(String host, String address) {
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "hosts = '" + host + "=" + address + "': give an address such as 00:1b:21:0a:0b:0c");
    }
    byte[] card = HexFormat.of().parseHex(address.replaceAll("[:-]", ""));
    byte[] packet = new byte[ONES + TIMES * card.length];
    Arrays.fill(packet, 0, ONES, (byte) 0xff);
    for (int at = ONES; at < packet.length; at += card.length) {
      System.arraycopy(card, 0, packet, at, card.length);
    }
    return packet;
  }

  @Override
  public String description() {
    return "wake-on-LAN for " + packets.size() + " hosts through " + target;
  }

  @Override
  public PowerResult switchOn(String host) {
    byte[] packet = packets.get(host);
    if (packet == null) {
      return PowerResult.unable(host + " is not among the hosts of " + description());
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setBroadcast(true);
      socket.send(new DatagramPacket(packet, packet.length, target));
      return PowerResult.ordered(host + ": its magic packet was sent to " + target);
    } catch (IOException e) {
      return PowerResult.failed(
          host + ": its magic packet could not be sent to " + target + ": " + e.getMessage());
    }
  }

  @Override
  public PowerResult switchOff(String host) {
    return PowerResult.unable("wake-on-LAN cannot power " + host + " down");
  }
}
